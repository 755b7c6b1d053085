package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.usecase.EraseTenant.Request;
import dev.missioncontrol.billing.usecase.EraseTenant.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EraseTenantTest {
    private final OperatedShop shop = new OperatedShop();
    private final List<ProviderEvent> sent = new ArrayList<>();

    EraseTenantTest() {
        shop.stripe.onEvent(sent::add);
    }

    private Result erase(TenantId tenant, boolean end, boolean deleteCustomer) {
        return erase(shop, tenant, end, deleteCustomer);
    }

    static Result erase(OperatedShop shop, TenantId tenant, boolean end, boolean deleteCustomer) {
        Request request = Request.because("asked for, ticket 12");
        if (end) request = request.endingSubscription();
        if (deleteCustomer) request = request.deletingCustomer();
        return shop.operations.eraseTenant(tenant, request, OperatedShop::noPause);
    }

    private List<HeldRow> held(TenantId tenant) {
        return held(shop, tenant);
    }

    static List<HeldRow> held(OperatedShop shop, TenantId tenant) {
        List<HeldRow> rows = new ArrayList<>();
        assertThat(shop.operations.exportTenant(tenant, rows::add)).isTrue();
        return rows;
    }

    /** Of which tables; the audit, which says that the provider was asked, left out. */
    private List<String> kinds(TenantId tenant) {
        return held(tenant).stream()
                .map(HeldRow::table)
                .filter(table -> !table.equals("billing_audit"))
                .toList();
    }

    private void assertOnlyTheTombstoneIsLeft(TenantId tenant) {
        assertOnlyTheTombstoneIsLeft(shop, tenant);
    }

    static void assertOnlyTheTombstoneIsLeft(OperatedShop shop, TenantId tenant) {
        assertThat(held(shop, tenant))
                .extracting(HeldRow::table)
                .isSubsetOf("tenants", "billing_audit", "erased_references");
        assertThat(shop.operations.verifyAudit(Optional.empty(), fault -> {}).sound())
                .isTrue();
    }

    private String statusAtStripe(SubscriptionId id) {
        return statusAtStripe(shop, id);
    }

    static String statusAtStripe(OperatedShop shop, SubscriptionId id) {
        return ((FetchedSubscription.Found) shop.stripe.fetchSubscription(id))
                .snapshot()
                .status();
    }

    @Test
    void a_tenant_that_has_a_living_subscription_is_not_erased() {
        SubscriptionId id = shop.buy(ACME, Checkout.of("pro"));
        List<String> before = kinds(ACME);

        assertThat(erase(ACME, false, true)).isEqualTo(new Result.Lives(List.of(id)));

        assertThat(statusAtStripe(id)).isEqualTo("active");
        assertThat(kinds(ACME)).isEqualTo(before);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void one_that_lives_only_at_the_provider_stops_it_too() {
        shop.buy(ACME, Checkout.of("pro"));
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        shop.billing.cancel(ACME, Timing.PERIOD_END, Conditions.NONE);
        shop.stripe.advance(Duration.ofDays(40));
        shop.lossy = true;
        SubscriptionId unheard = shop.subscription(ACME, customer, BillingMetadata.NONE);

        assertThat(erase(ACME, false, false)).isEqualTo(new Result.Lives(List.of(unheard)));
    }

    /** As a sweep does that looked at it before it was erased, and goes on behind it. */
    private void markAnew(SubscriptionId id) {
        Instant now = shop.stripe.clock().instant();
        shop.store.inTransaction(tx -> {
            tx.accounts().save(tx.accounts().lockSubscription(id, false, now).mark(), now);
            return null;
        });
    }

    @Test
    void what_was_marked_again_while_its_tenant_was_erased_is_forgotten_by_the_fetch() {
        SubscriptionId sold = shop.buy(ACME, Checkout.of("pro"));
        CustomerId before = shop.customer(GLOBEX);
        shop.billing.bind(GLOBEX, before);
        SubscriptionId bound = shop.subscription(GLOBEX, before, BillingMetadata.NONE);
        assertThat(erase(ACME, true, false)).isEqualTo(new Result.Erased(false));
        assertThat(erase(GLOBEX, true, false)).isEqualTo(new Result.Erased(false));

        markAnew(sold);
        markAnew(bound);
        assertThat(shop.known(sold) && shop.known(bound)).isTrue();
        shop.billing.runDue();

        assertThat(shop.known(sold)).isFalse();
        assertThat(shop.known(bound)).isFalse();
        assertOnlyTheTombstoneIsLeft(ACME);
        assertOnlyTheTombstoneIsLeft(GLOBEX);
    }

    @Test
    void it_is_ended_at_the_provider_first_where_that_is_wished() {
        SubscriptionId id = shop.buy(ACME, Checkout.of("pro"));

        assertThat(erase(ACME, true, false)).isEqualTo(new Result.Erased(false));

        assertThat(statusAtStripe(id)).isEqualTo("canceled");
        assertOnlyTheTombstoneIsLeft(ACME);
    }

    @Test
    void nothing_is_erased_while_the_provider_is_away() {
        shop.buy(ACME, Checkout.of("pro"));
        List<String> before = kinds(ACME);
        shop.stripe.goAway();

        assertThatThrownBy(() -> shop.operations.eraseTenant(
                        ACME, Request.because("ticket 12").endingSubscription(), pause -> {}))
                .isInstanceOf(ProviderException.class);

        assertThat(kinds(ACME)).isEqualTo(before);
    }

    @Test
    void a_checkout_that_is_open_can_not_be_paid_any_more() {
        Redirect page = shop.billing.startCheckout(ACME, Checkout.of("pro"));

        assertThat(erase(ACME, false, false)).isEqualTo(new Result.Erased(false));

        assertThatThrownBy(() -> shop.stripe.pay(page)).isInstanceOf(ProviderException.class);
        assertOnlyTheTombstoneIsLeft(ACME);
    }

    @Test
    void nor_can_one_whose_place_was_taken_while_the_provider_was_away() {
        Redirect first = shop.billing.startCheckout(ACME, Checkout.of("pro"));
        shop.stripe.goAway();
        assertThatThrownBy(() ->
                        shop.billing.startCheckout(ACME, Checkout.of("team").seats(3)))
                .isInstanceOf(ProviderException.class);
        shop.stripe.comeBack();

        assertThat(erase(ACME, false, false)).isEqualTo(new Result.Erased(false));

        assertThatThrownBy(() -> shop.stripe.pay(first)).isInstanceOf(ProviderException.class);
        assertOnlyTheTombstoneIsLeft(ACME);
    }

    @Test
    void late_events_do_not_bring_it_back() {
        shop.buy(ACME, Checkout.of("pro"));
        erase(ACME, true, true);
        List<HeldRow> before = held(ACME);
        assertThat(sent).isNotEmpty();

        for (ProviderEvent event : List.copyOf(sent)) {
            ProviderEvent late = Deliveries.of(event, new EventId(event.id() + "late"), "{\"about\":\"acme\"}");
            shop.billing.accept(late);
            InboxEvent stored = shop.stored(late.id());
            assertThat(stored.outcome()).isEqualTo(EventOutcome.IGNORED);
            assertThat(stored.subscription()).isEmpty();
            assertThat(stored.payload()).isEmpty();
        }
        shop.billing.runDue();

        assertThat(held(ACME)).isEqualTo(before);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
        assertThat(shop.billing.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Redirect.Rejected.class);
        assertThat(shop.apply()).isEmpty();
        assertThat(held(ACME)).isEqualTo(before);
    }

    @Test
    void what_lives_on_at_the_provider_is_a_finding_of_the_next_reconciliation() {
        SubscriptionId id = shop.buy(ACME, Checkout.of("pro"));
        erase(ACME, true, false);
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        SubscriptionId alive = shop.subscription(ACME, customer, BillingMetadata.NONE);

        assertThat(shop.apply())
                .extracting(finding -> finding.drift().kind().word())
                .containsExactly("ownerless");
        assertThat(shop.known(alive)).isFalse();
        assertThat(shop.known(id)).isFalse();
    }

    @Test
    void its_customer_is_deleted_at_the_provider_where_that_is_wished() {
        shop.buy(ACME, Checkout.of("pro"));
        erase(ACME, true, true);
        assertThat(shop.stripe.customerOf(ACME)).isEmpty();
    }

    @Test
    void erasing_twice_is_erasing_once() {
        shop.buy(ACME, Checkout.of("pro"));
        erase(ACME, true, true);
        List<HeldRow> once = held(ACME);
        assertThat(erase(ACME, false, false)).isEqualTo(new Result.Erased(true));
        assertThat(held(ACME)).isEqualTo(once);
    }

    @Test
    void the_reason_is_in_the_audit() {
        shop.buy(ACME, Checkout.of("pro"));
        erase(ACME, true, false);
        assertThat(held(ACME).toString()).contains("erased on an operator's word: asked for, ticket 12");
    }

    @Test
    void another_tenant_is_left_as_it_is() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.buy(GLOBEX, Checkout.of("team").seats(3));
        List<HeldRow> before = held(GLOBEX);
        erase(ACME, true, true);
        assertThat(held(GLOBEX)).isEqualTo(before);
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("team");
    }

    @Test
    void what_can_not_be_done_is_said() {
        assertThat(erase(new TenantId("never"), true, true)).isEqualTo(new Result.Unknown());
        shop.buy(ACME, Checkout.of("pro"));
        assertThat(shop.operations.eraseTenant(
                        ACME, Request.because(" ").endingSubscription().deletingCustomer(), OperatedShop::noPause))
                .isEqualTo(new Result.BadReason());
        assertThat(shop.operations.eraseTenant(
                        ACME, Request.because("why").endingSubscription().withoutProvider(), OperatedShop::noPause))
                .isEqualTo(new Result.NeedsProvider());
        assertThat(shop.operations.eraseTenant(ACME, Request.because("why").withoutProvider(), OperatedShop::noPause))
                .isInstanceOf(Result.Lives.class);
    }

    @Test
    void who_asks_for_it_has_a_name_or_is_not_named_before_anything_is_begun() {
        for (String who : List.of(" ", "a".repeat(OperatorsWord.LONGEST_NAME + 1)))
            assertThatThrownBy(() -> new Request(Optional.of(who), "closed", false, false, true))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Request(Optional.of(" anna "), "closed", false, false, true).who())
                .contains("anna");
    }

    @Test
    void who_asked_for_it_stands_in_the_audit_before_the_reason_and_what_becomes_of_the_customer_behind_it() {
        shop.buy(ACME, Checkout.of("pro"));
        Request request = Request.because(new OperatorsWord("anna", "ticket 12"))
                .endingSubscription()
                .deletingCustomer();
        assertThat(shop.operations.eraseTenant(ACME, request, OperatedShop::noPause))
                .isEqualTo(new Result.Erased(false));
        assertThat(held(ACME).toString())
                .contains("erased on an operator's word by anna: ticket 12 (with its customer at the provider)");
        assertThat(shop.operations.eraseTenant(ACME, request, OperatedShop::noPause))
                .isEqualTo(new Result.Erased(true));
    }
}
