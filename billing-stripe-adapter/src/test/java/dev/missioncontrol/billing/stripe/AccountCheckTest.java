package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderPrice;
import dev.missioncontrol.billing.stripe.AccountFinding.Level;
import dev.missioncontrol.billing.stripe.AccountState.Asked;
import dev.missioncontrol.billing.stripe.AccountState.Endpoint;
import dev.missioncontrol.billing.stripe.AccountState.Portal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each thing that can be wrong with an account is said, with what mends it; nothing else is. */
class AccountCheckTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final URI HOOK = URI.create("https://billing.example/api/billing/webhook");
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final PriceId PRO = new PriceId("price_pro_monthly");
    private static final Endpoint ENDPOINT = new Endpoint(
            "we_1", HOOK.toString(), true, Optional.of(StripeEventWriter.API_VERSION), StripeAccount.EVENTS, NOW);

    private final Map<PriceId, Asked<Optional<ProviderPrice>>> prices = new LinkedHashMap<>();
    private List<Portal> portals = List.of(portal(true, List.of(), false));
    private List<Endpoint> endpoints = List.of(ENDPOINT);
    private Instant theirs = NOW;
    private AccountWishes wishes = new AccountWishes(CATALOG, true, HOOK, true, 1, false);
    private boolean livemode = true;

    AccountCheckTest() {
        for (DefaultCatalog.Slot slot : DefaultCatalog.SLOTS)
            price(slot.placeholderPrice(), true, "usd", slot.amount(), slot.interval(), true);
    }

    private void price(
            String id, boolean active, String currency, long amount, BillingInterval interval, boolean live) {
        ProviderPrice price = new ProviderPrice(
                new PriceId(id), active, currency, OptionalLong.of(amount), Optional.of(interval), live);
        prices.put(new PriceId(id), new Asked<>(Optional.of(Optional.of(price)), ""));
    }

    private static Portal portal(boolean atPeriodEnd, List<String> changes, boolean invoicesChanges) {
        return new Portal(true, true, true, true, atPeriodEnd, Portal.OF_CUSTOMERS, changes, invoicesChanges);
    }

    private List<AccountFinding> findings() {
        AccountState state = new AccountState(
                new Asked<>(Optional.of(theirs), ""),
                prices,
                new Asked<>(Optional.of(portals), ""),
                new Asked<>(Optional.of(endpoints), ""),
                new Asked<>(Optional.of(Optional.empty()), ""),
                new Asked<>(Optional.of(Optional.empty()), ""));
        return AccountCheck.check(wishes, state, livemode, NOW);
    }

    private void assertOne(Level level, String said) {
        List<AccountFinding> bad = findings().stream()
                .filter(finding -> finding.level() != Level.OK)
                .toList();
        assertThat(bad).hasSize(1);
        assertThat(bad.get(0).level()).isEqualTo(level);
        assertThat(bad.get(0).sentence()).contains(said);
        assertThat(bad.get(0).remedy()).isNotEmpty();
    }

    @Test
    void an_account_that_has_what_is_needed() {
        assertThat(findings()).extracting(AccountFinding::level).containsOnly(Level.OK);
    }

    @Test
    void a_price_that_is_not_there() {
        prices.put(PRO, new Asked<>(Optional.of(Optional.empty()), ""));
        assertOne(Level.WRONG, "does not have it");
    }

    @Test
    void a_price_that_is_archived() {
        price(PRO.value(), false, "usd", 2000, BillingInterval.MONTH, true);
        assertOne(Level.WRONG, "archived");
    }

    @Test
    void a_price_in_another_currency() {
        price(PRO.value(), true, "eur", 2000, BillingInterval.MONTH, true);
        assertOne(Level.WRONG, "it is in eur, the catalogue says usd");
    }

    @Test
    void a_price_of_another_amount() {
        price(PRO.value(), true, "usd", 1999, BillingInterval.MONTH, true);
        assertOne(Level.WRONG, "it costs 1999, the catalogue says 2000");
    }

    @Test
    void a_price_by_another_interval() {
        price(PRO.value(), true, "usd", 2000, BillingInterval.YEAR, true);
        assertOne(Level.WRONG, "by the year, the catalogue says by the month");
    }

    @Test
    void a_price_of_the_other_mode() {
        price(PRO.value(), true, "usd", 2000, BillingInterval.MONTH, false);
        assertOne(Level.WRONG, "of the other mode");
    }

    @Test
    void a_portal_that_nobody_saved_and_one_that_ends_at_once() {
        portals = List.of();
        assertOne(Level.WRONG, "no default configuration");
        portals = List.of(portal(false, List.of(), false));
        assertOne(Level.WARNING, "ends a subscription at once");
    }

    /** A plan that is changed there counts at once: paid for later, or never, it was had for nothing. */
    @Test
    void a_portal_in_which_customers_change_what_they_have() {
        portals = List.of(portal(true, List.of("promotion_code"), false));
        assertThat(findings()).extracting(AccountFinding::level).containsOnly(Level.OK);
        portals = List.of(portal(true, List.of("price"), true));
        assertOne(Level.WARNING, "customers can change the plan there, and have it before it is paid for");
        portals = List.of(portal(true, List.of("quantity", "promotion_code"), true));
        assertOne(Level.WARNING, "the number of seats, to fewer than a plan's least as well there");
        portals = List.of(portal(true, List.of("price", "quantity"), false));
        assertOne(Level.WRONG, "nothing is charged for it before the next renewal");
    }

    @Test
    void an_endpoint_of_another_address_is_none() {
        endpoints = List.of(
                new Endpoint("we_1", "https://other.example/", true, ENDPOINT.version(), ENDPOINT.events(), NOW));
        assertOne(Level.WRONG, "no endpoint sends to " + HOOK);
    }

    @Test
    void an_endpoint_that_is_disabled_deaf_or_of_another_version() {
        endpoints = List.of(new Endpoint("we_1", HOOK.toString(), false, ENDPOINT.version(), ENDPOINT.events(), NOW));
        assertOne(Level.WRONG, "disabled");
        endpoints =
                List.of(new Endpoint("we_1", HOOK.toString(), true, ENDPOINT.version(), List.of("invoice.paid"), NOW));
        assertOne(Level.WRONG, "customer.subscription.deleted");
        endpoints = List.of(new Endpoint("we_1", HOOK.toString(), true, Optional.of("2024-06-20"), List.of("*"), NOW));
        assertOne(Level.WARNING, "version 2024-06-20");
    }

    @Test
    void a_clock_that_is_off() {
        theirs = NOW.minus(Duration.ofSeconds(60));
        assertOne(Level.WARNING, "60 s ahead");
        theirs = NOW.plus(Duration.ofSeconds(200));
        assertOne(Level.WRONG, "200 s behind");
    }

    @Test
    void a_key_of_the_wrong_mode_and_no_secret() {
        wishes = new AccountWishes(CATALOG, true, HOOK, false, 1, false);
        assertOne(Level.WARNING, "live key outside production");
        wishes = new AccountWishes(CATALOG, true, HOOK, true, 0, false);
        assertOne(Level.WRONG, "no event is believed");
    }

    /** What is planned is known from a fetch alone, and that of a schedule changes with no event of its subscription. */
    @Test
    void what_becomes_of_a_schedule_is_asked_to_be_sent() {
        assertThat(StripeAccount.EVENTS)
                .contains(
                        "subscription_schedule.updated",
                        "subscription_schedule.released",
                        "subscription_schedule.canceled",
                        "subscription_schedule.aborted");
    }

    /** What we ask to be sent is what we read. */
    @Test
    void every_kind_of_event_that_is_wanted_is_one_that_is_read() {
        assertThat(StripeAccount.EVENTS)
                .allSatisfy(type -> assertThat(ContentReader.kind(type))
                        .isNotEqualTo(dev.missioncontrol.billing.provider.EventContent.Other.class));
    }

    @Test
    void a_price_with_amounts_in_other_currencies() {
        prices.put(
                PRO,
                new Asked<>(
                        Optional.of(Optional.of(new ProviderPrice(
                                PRO,
                                true,
                                "usd",
                                OptionalLong.of(2000),
                                Optional.of(BillingInterval.MONTH),
                                true,
                                new TreeSet<>(List.of("eur", "chf"))))),
                        ""));
        assertOne(Level.WARNING, "charged in chf, eur");
    }
}
