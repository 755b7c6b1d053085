package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderPrice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Stripe says of an account: each part for itself, so that one that can't be asked hides none of the others.
 *
 * @param clock Stripe's time
 * @param prices those of the catalogue; an absent one does not exist
 * @param portals the portal's configurations
 * @param endpoints all webhook endpoints
 * @param newestEvent the version that the newest event is written in, if there is any
 * @param tax what Stripe Tax still waits for; nothing if it is ready, or not wished for
 */
record AccountState(
        Asked<Instant> clock,
        Map<PriceId, Asked<Optional<ProviderPrice>>> prices,
        Asked<List<Portal>> portals,
        Asked<List<Endpoint>> endpoints,
        Asked<Optional<String>> newestEvent,
        Asked<Optional<String>> tax) {

    /**
     * An answer, or why there is none.
     *
     * @param answer absent if the call failed
     * @param failure why, for an operator
     */
    record Asked<T>(Optional<T> answer, String failure) {
        static <T> Asked<T> of(Supplier<T> call) {
            try {
                return new Asked<>(Optional.of(call.get()), "");
            } catch (ProviderException e) {
                return new Asked<>(Optional.empty(), String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * A configuration of the customer portal.
     *
     * @param ofCustomers what customers may change of themselves there: {@code name}, {@code address}, {@code tax_id}, {@code email}, ...
     * @param changes what of a subscription customers may change there: {@code price}, {@code quantity}, {@code promotion_code}
     * @param invoicesChanges whether what such a change costs is charged at once, and not with the next renewal or never
     */
    record Portal(
            boolean isDefault,
            boolean paymentMethod,
            boolean invoices,
            boolean cancels,
            boolean cancelsAtPeriodEnd,
            List<String> ofCustomers,
            List<String> changes,
            boolean invoicesChanges) {
        /** What says who is invoiced: customers need to change it without us. */
        static final List<String> OF_CUSTOMERS = List.of("name", "address", "tax_id", "email");
    }

    /**
     * A webhook endpoint.
     *
     * @param version absent where it follows the account's default
     */
    record Endpoint(
            String id, String url, boolean enabled, Optional<String> version, List<String> events, Instant created) {
        boolean hears(String type) {
            return events.contains("*") || events.contains(type);
        }

        boolean pinned() {
            return version.equals(Optional.of(StripeEventWriter.API_VERSION));
        }
    }
}
