package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a host's back office ends is over at once, and said to be whose word. */
class EndNowTest {
    private static final OperatorsWord WORD = new OperatorsWord("anna", "charged back");

    private final OperatedShop shop = new OperatedShop();

    private EndNow.Ended end(TenantId tenant) {
        return shop.operations.endNow(tenant, WORD, OperatedShop::noPause);
    }

    @Test
    void all_that_a_tenant_pays_for_is_over_at_once_where_it_may_not_end_it_so_itself() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(5));
        SubscriptionId beside =
                shop.subscription(ACME, shop.stripe.customerOf(ACME).orElseThrow(), BillingMetadata.NONE);
        SubscriptionId globexs = shop.buy(GLOBEX, Checkout.of("pro"));
        assertThat(shop.billing.cancel(ACME, Timing.NOW, Conditions.NONE)).isInstanceOf(ChangeOutcome.Rejected.class);

        assertThat(end(ACME).ended()).containsExactlyInAnyOrder(bought, beside);

        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("pro");
        assertThat(shop.audit(ACME).stream().map(row -> row.rule()))
                .contains("an end at once of " + bought + " was asked for by anna: charged back")
                .contains("an end at once of " + beside + " was asked for by anna: charged back");
        assertThat(shop.audit(GLOBEX).toString()).doesNotContain("anna").contains(globexs.value());
    }

    @Test
    void a_call_too_many_and_one_for_who_has_nothing_do_nothing() {
        shop.buy(ACME, Checkout.of("pro"));
        end(ACME);
        int rows = shop.audit(ACME).size();

        assertThat(end(ACME)).isEqualTo(new EndNow.Ended(List.of(), List.of(), List.of()));
        assertThat(end(new TenantId("nobody"))).isEqualTo(new EndNow.Ended(List.of(), List.of(), List.of()));
        assertThat(shop.audit(ACME)).hasSize(rows);
    }

    @Test
    void a_call_that_was_broken_off_is_gone_on_with_and_the_audit_knows_of_it() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        Operations killed = Billing.builder()
                .catalog(shop.catalog)
                .provider(Intercepted.port(PaymentProvider.class, shop.stripe, call -> {
                    Object answer = call.proceed();
                    if (call.is("cancelSubscription")) throw new IllegalStateException("killed in a test");
                    return answer;
                }))
                .store(shop.store)
                .clock(shop.stripe.clock())
                .build()
                .operations();
        assertThatThrownBy(() -> killed.endNow(ACME, WORD, OperatedShop::noPause))
                .hasMessage("killed in a test");
        assertThat(shop.audit(ACME).toString()).contains("an end at once of " + bought);

        assertThat(end(ACME).ended()).containsExactly(bought);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
    }

    @Test
    void what_is_nobodys_while_signs_disagree_is_left_alone_and_told() {
        SubscriptionId nobodys = shop.quarantined();

        assertThat(end(ACME)).isEqualTo(new EndNow.Ended(List.of(), List.of(), List.of(nobodys)));
        assertThat(EraseTenantTest.statusAtStripe(shop, nobodys)).isEqualTo("active");
    }

    /** Two of acme's, in the order in which they are ended. */
    private List<SubscriptionId> two() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(5));
        SubscriptionId beside =
                shop.subscription(ACME, shop.stripe.customerOf(ACME).orElseThrow(), BillingMetadata.NONE);
        return Stream.of(bought, beside).sorted().toList();
    }

    /** A provider at which an end of this one fails. */
    private Operations failing(SubscriptionId id, ProviderException.Kind kind) {
        return Billing.builder()
                .catalog(shop.catalog)
                .provider(Intercepted.port(PaymentProvider.class, shop.stripe, call -> {
                    boolean ofIt =
                            call.arguments() != null && call.arguments().length > 0 && id.equals(call.argument(0));
                    if (ofIt && call.is("fetchSubscription") && kind == ProviderException.Kind.NOT_FOUND)
                        return new FetchedSubscription.Missing("no such subscription");
                    if (ofIt && call.is("cancelSubscription")) throw new ProviderException(kind, "no, in a test");
                    return call.proceed();
                }))
                .store(shop.store)
                .clock(shop.stripe.clock())
                .build()
                .operations();
    }

    @ParameterizedTest
    @EnumSource(
            value = ProviderException.Kind.class,
            names = {"NOT_FOUND", "INVALID_REQUEST", "WRONG_STATE"})
    void one_that_the_provider_refuses_for_good_keeps_none_of_the_others_alive(ProviderException.Kind kind) {
        List<SubscriptionId> two = two();

        EndNow.Ended ended = failing(two.get(0), kind).endNow(ACME, WORD, OperatedShop::noPause);

        assertThat(ended.ended()).containsExactly(two.get(1));
        assertThat(ended.living())
                .singleElement()
                .asString()
                .contains(two.get(0).value(), "no, in a test");
        assertThat(EraseTenantTest.statusAtStripe(shop, two.get(1))).isEqualTo("canceled");
    }

    /** Nothing would be known of the next one either: who ended a fraud is to hear that it was not ended. */
    @ParameterizedTest
    @EnumSource(
            value = ProviderException.Kind.class,
            names = {"AUTHENTICATION", "UNAVAILABLE", "TIMEOUT", "RATE_LIMITED", "MALFORMED_ANSWER"})
    void a_provider_that_ends_nothing_just_now_or_for_this_key_is_told_at_the_first_one(ProviderException.Kind kind) {
        List<SubscriptionId> two = two();

        assertThatThrownBy(() -> failing(two.get(0), kind).endNow(ACME, WORD, time -> shop.stripe.advance(time)))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.kind()).isEqualTo(kind));

        assertThat(EraseTenantTest.statusAtStripe(shop, two.get(1))).isEqualTo("active");
    }
}
