package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A finding tells whoever reads it what to look at, and never the opposite. */
class DriftWordsTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final Instant MADE = Instant.parse("2027-01-01T00:00:00Z");
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantSigns BY_CUSTOMER =
            new TenantSigns(Optional.empty(), Optional.of(ACME), Optional.empty(), Optional.empty());
    private static final TenantSigns BOUND =
            new TenantSigns(Optional.of(ACME), Optional.of(ACME), Optional.empty(), Optional.empty());

    private static ASnapshot pro() {
        return ASnapshot.of("sub_1", MADE).customer("cus_1").item("price_pro_monthly", 1);
    }

    private static TrackedSubscription mentioned(boolean livemode) {
        return TrackedSubscription.unknown(pro().said().id(), livemode).mark();
    }

    private static TrackedSubscription acmes(SubscriptionSnapshot said) {
        return mentioned(said.livemode())
                .settle(new FetchedSubscription.Found(said, MADE), 1, CATALOG)
                .next()
                .boundTo(ACME);
    }

    static Stream<Arguments> details() {
        return Stream.of(
                arguments("its scheduled end", pro().cancelAt(Optional.of(MADE.plusSeconds(60)))),
                arguments("its trial's end", pro().trialEnd(MADE.plusSeconds(60))),
                arguments("its customer", pro().customer("cus_2")),
                arguments("its metadata", pro().tenant("acme")),
                arguments("its items", pro().item("price_elsewhere", 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("details")
    void of_a_detail_it_is_said_which(String which, ASnapshot there) {
        List<Drift> found = DriftCheck.of(Optional.of(acmes(pro().said())), BOUND, there.said(), CATALOG);
        assertThat(found).extracting(Drift::kind).containsExactly(Kind.DETAIL);
        assertThat(found.get(0).reason()).startsWith(which + "; ");
    }

    @Test
    void what_is_missing_here_was_mentioned_or_never_heard_of() {
        assertThat(DriftCheck.of(Optional.empty(), BY_CUSTOMER, pro().said(), CATALOG))
                .extracting(Drift::here)
                .containsExactly("-");
        assertThat(DriftCheck.of(Optional.of(mentioned(false)), BY_CUSTOMER, pro().said(), CATALOG))
                .extracting(Drift::here)
                .containsExactly("mentioned");
    }

    /** What was tried out grants nothing under a live key; a test key is the mistake, and takes from nobody. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_the_other_mode_it_is_said_whether_the_key_is_the_mistake(boolean liveKey) {
        String mode = liveKey ? "test mode" : "live mode";
        String why = liveKey ? "the key is live" : "the key is of test mode: it is very likely the wrong one";

        Drift one = DriftCheck.otherMode(acmes(pro().livemode(!liveKey).said()));
        assertThat(one.here()).isEqualTo("active, " + mode);
        assertThat(one.reason()).startsWith(why);

        Drift all = DriftCheck.otherMode(2, liveKey);
        assertThat(all.here()).isEqualTo("2 of " + mode);
        assertThat(all.reason()).startsWith(why);
    }

    @Test
    void of_what_a_tenant_has_it_is_said_what_is_stored_and_what_it_comes_to() {
        BillingAccount account = BillingAccount.of(ACME, List.of(acmes(pro().said())));
        assertThat(TenantDrift.of(account, Optional.empty(), CATALOG))
                .singleElement()
                .satisfies(drift -> {
                    assertThat(drift.here()).isEqualTo("free active 1");
                    assertThat(drift.there()).isEqualTo("pro active 1");
                });
    }

    @Test
    void of_two_that_live_it_is_said_which_one_counts() {
        TrackedSubscription other = TrackedSubscription.unknown(new SubscriptionId("sub_2"), false)
                .mark()
                .settle(new FetchedSubscription.Found(other(), MADE), 1, CATALOG)
                .next();
        BillingAccount account = BillingAccount.of(ACME, List.of(acmes(pro().said()), other));
        assertThat(TenantDrift.of(account, Optional.of(account.current(CATALOG)), CATALOG))
                .singleElement()
                .satisfies(drift -> {
                    assertThat(drift.kind()).isEqualTo(Kind.DUPLICATE_LIVE);
                    assertThat(drift.here()).isEqualTo("sub_2 counts");
                });
    }

    private static SubscriptionSnapshot other() {
        return ASnapshot.of("sub_2", MADE.plusSeconds(60))
                .item("price_pro_monthly", 1)
                .said();
    }
}
