package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.Profile;
import dev.missioncontrol.billing.stripe.AccountWishes;
import dev.missioncontrol.billing.stripe.StripeAccount;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.stripe.StripeSettings;
import java.util.Optional;

/**
 * The account at Stripe that is configured, and what it has to have.
 *
 * @param account as operators look at it
 * @param wishes what billing needs of it
 */
public record AtStripe(StripeAccount account, AccountWishes wishes) {
    /** Where the server takes webhooks. */
    private static final String WEBHOOK = "/api/billing/webhook";

    /** Nothing where no key of Stripe is configured. */
    public static Optional<AtStripe> of(Configuration read) {
        return read.stripeKey().map(key -> {
            StripeSettings settings = StripePaymentProvider.withKey(key.value());
            read.stripeApiBase().ifPresent(settings::apiBase);
            return new AtStripe(
                    settings.account(),
                    new AccountWishes(
                            read.catalog(),
                            read.ownCatalog(),
                            read.baseUrl().resolve(WEBHOOK),
                            read.profile() == Profile.PRODUCTION,
                            read.webhookSecrets().size(),
                            read.settings().automaticTax()));
        });
    }
}
