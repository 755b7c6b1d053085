package dev.missioncontrol.billing.account;

import static dev.missioncontrol.billing.account.Drift.Kind.CUSTOMER_ELSEWHERE;
import static dev.missioncontrol.billing.account.Drift.Kind.DETAIL;
import static dev.missioncontrol.billing.account.Drift.Kind.FOREIGN_METADATA;
import static dev.missioncontrol.billing.account.Drift.Kind.MISSING_HERE;
import static dev.missioncontrol.billing.account.Drift.Kind.OWNERLESS;
import static dev.missioncontrol.billing.account.Drift.Kind.PERIOD;
import static dev.missioncontrol.billing.account.Drift.Kind.PLAN;
import static dev.missioncontrol.billing.account.Drift.Kind.QUARANTINED;
import static dev.missioncontrol.billing.account.Drift.Kind.SEATS;
import static dev.missioncontrol.billing.account.Drift.Kind.STATUS;
import static dev.missioncontrol.billing.account.Drift.Remedy.BIND;
import static dev.missioncontrol.billing.account.Drift.Remedy.FETCH;
import static dev.missioncontrol.billing.account.Drift.Remedy.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.account.Drift.Remedy;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which the two sides can differ has one name and one remedy. */
class DriftCheckTest extends WithDrift {

    private static TrackedSubscription mentioned() {
        return TrackedSubscription.unknown(TEAM.id(), false).mark();
    }

    private static TenantSigns signs(String bound, String customer, String checkout, String metadata) {
        return new TenantSigns(tenant(bound), tenant(customer), tenant(checkout), tenant(metadata));
    }

    private static Optional<TenantId> tenant(String name) {
        return name.equals("-") ? Optional.empty() : Optional.of(new TenantId(name));
    }

    private static final TenantSigns OURS = signs("acme", "acme", "-", "acme");

    static Stream<Arguments> states() {
        return Stream.of(
                arguments("the same", TEAM, TEAM, List.of(), FETCH),
                arguments(
                        "what is owed",
                        TEAM,
                        TEAM.withArrears(Optional.of(new Arrears(MADE, List.of()))),
                        List.of(),
                        FETCH),
                arguments(
                        "a currency that is not stored yet",
                        TEAM,
                        TEAM.withCurrency(Optional.of("usd")),
                        List.of(),
                        FETCH),
                arguments(
                        "another currency than the catalogue's that is not stored yet",
                        TEAM,
                        TEAM.withCurrency(Optional.of("eur")),
                        List.of(DETAIL),
                        FETCH),
                arguments("status", TEAM, team("past_due", 3, END), List.of(STATUS), FETCH),
                arguments("a status of tomorrow", TEAM, team("frozen", 3, END), List.of(STATUS), FETCH),
                arguments("an end", TEAM, team("canceled", 3, END), List.of(STATUS), FETCH),
                arguments("a revival", team("canceled", 3, END), TEAM, List.of(STATUS), PERSON),
                arguments("seats", TEAM, team("active", 4, END), List.of(SEATS), FETCH),
                arguments(
                        "seats that the plan does not sell",
                        team("active", 2, END),
                        team("active", 1, END),
                        List.of(DETAIL),
                        FETCH),
                arguments("period", TEAM, team("active", 3, END.plus(Duration.ofDays(28))), List.of(PERIOD), FETCH),
                arguments(
                        "plan and seats",
                        TEAM,
                        snapshot("active", "pro", 1, END, Optional.empty()),
                        List.of(PLAN, SEATS),
                        FETCH),
                arguments(
                        "an unknown price",
                        TEAM,
                        snapshot("active", "price_x", 3, END, Optional.empty()),
                        List.of(PLAN, SEATS, PERIOD),
                        FETCH),
                arguments(
                        "all at once",
                        TEAM,
                        snapshot("past_due", "pro", 1, END.plusSeconds(1), Optional.empty()),
                        List.of(STATUS, PLAN, SEATS, PERIOD),
                        FETCH),
                arguments(
                        "a scheduled end",
                        TEAM,
                        snapshot("active", "team", 3, END, Optional.of(END)),
                        List.of(DETAIL),
                        FETCH));
    }

    private static SubscriptionSnapshot team(String status, long seats, Instant end) {
        return snapshot(status, "team", seats, end, Optional.empty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void a_lost_change_is_named(
            String what, SubscriptionSnapshot here, SubscriptionSnapshot there, List<Kind> kinds, Remedy remedy) {
        List<Drift> drift = DriftCheck.of(Optional.of(acmes(here)), OURS, there, CATALOG);
        assertThat(drift).extracting(Drift::kind).isEqualTo(kinds);
        assertThat(drift).allSatisfy(one -> {
            assertThat(one.remedy()).isEqualTo(remedy);
            assertThat(one.tenant()).contains(ACME);
            assertThat(one.subscription()).contains(there.id());
            assertThat(one.customer()).isEqualTo(there.customer());
            assertThat(one.reason()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource({"team,1,2", "team,-1,2", "team,9223372036854775807,999999", "pro,3,1"})
    void seats_that_the_plan_does_not_have_are_told_once_both_sides_agree_on_them(
            String plan, long charged, String granted) {
        SubscriptionSnapshot outside = snapshot("active", plan, charged, END, Optional.empty());
        assertThat(DriftCheck.of(Optional.of(acmes(outside)), OURS, outside, CATALOG))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.kind()).isEqualTo(Kind.SEATS_OUTSIDE_PLAN);
                    assertThat(one.remedy()).isEqualTo(PERSON);
                    assertThat(one.here()).isEqualTo(granted);
                    assertThat(one.there()).isEqualTo(String.valueOf(charged));
                });
        SubscriptionSnapshot ended = snapshot("canceled", plan, charged, END, Optional.empty());
        assertThat(DriftCheck.of(Optional.of(acmes(ended)), OURS, ended, CATALOG))
                .isEmpty();
    }

    static Stream<Arguments> owners() {
        SubscriptionSnapshot ended = team("canceled", 3, END);
        Optional<TrackedSubscription> never = Optional.empty();
        Optional<TrackedSubscription> nobodys = Optional.of(knownAs(TEAM));
        Optional<TrackedSubscription> disputed = Optional.of(knownAs(TEAM).quarantine());
        Optional<TrackedSubscription> acmes = Optional.of(acmes(TEAM));
        Optional<TrackedSubscription> acmesMentioned = Optional.of(mentioned().boundTo(ACME));
        return Stream.of(
                arguments(
                        "never heard of, with signs", never, signs("-", "acme", "-", "acme"), TEAM, MISSING_HERE, BIND),
                arguments("never heard of, and ended", never, signs("-", "acme", "-", "-"), ended, MISSING_HERE, BIND),
                arguments("nobody's, with a sign now", nobodys, signs("-", "acme", "-", "-"), TEAM, MISSING_HERE, BIND),
                arguments("mentioned by a checkout", acmesMentioned, OURS, TEAM, MISSING_HERE, FETCH),
                arguments("nothing says whose", never, signs("-", "-", "-", "-"), TEAM, OWNERLESS, PERSON),
                arguments("nothing said whose", nobodys, signs("-", "-", "-", "-"), TEAM, OWNERLESS, PERSON),
                arguments("the signs disagree", never, signs("-", "acme", "-", "globex"), TEAM, QUARANTINED, PERSON),
                arguments("the signs disagreed", disputed, signs("-", "acme", "-", "-"), TEAM, QUARANTINED, PERSON),
                arguments(
                        "another's customer",
                        acmes,
                        signs("acme", "globex", "-", "acme"),
                        TEAM,
                        CUSTOMER_ELSEWHERE,
                        PERSON),
                arguments(
                        "another's metadata",
                        acmes,
                        signs("acme", "acme", "-", "globex"),
                        TEAM,
                        FOREIGN_METADATA,
                        PERSON),
                arguments(
                        "another's checkout",
                        acmes,
                        signs("acme", "acme", "globex", "-"),
                        TEAM,
                        FOREIGN_METADATA,
                        PERSON));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("owners")
    void whose_it_is_is_settled_only_where_all_signs_agree(
            String what,
            Optional<TrackedSubscription> known,
            TenantSigns signs,
            SubscriptionSnapshot there,
            Kind kind,
            Remedy remedy) {
        List<Drift> drift = DriftCheck.of(known, signs, there, CATALOG);
        assertThat(drift).hasSize(1);
        assertThat(drift.get(0).kind()).isEqualTo(kind);
        assertThat(drift.get(0).remedy()).isEqualTo(remedy);
    }

    @Test
    void what_ended_and_is_nobodys_or_has_foreign_signs_is_no_drift() {
        SubscriptionSnapshot ended = team("canceled", 3, END);
        assertThat(DriftCheck.of(Optional.empty(), signs("-", "-", "-", "-"), ended, CATALOG))
                .isEmpty();
        assertThat(DriftCheck.of(Optional.empty(), signs("-", "acme", "-", "globex"), ended, CATALOG))
                .isEmpty();
        assertThat(DriftCheck.of(Optional.of(acmes(ended)), signs("acme", "globex", "-", "globex"), ended, CATALOG))
                .isEmpty();
    }

    @Test
    void one_that_the_provider_does_not_have_is_never_taken_for_ended() {
        Drift drift = DriftCheck.missingThere(acmes(TEAM), "404");
        assertThat(drift.kind()).isEqualTo(Kind.MISSING_THERE);
        assertThat(drift.remedy()).isEqualTo(PERSON);
        assertThat(drift.tenant()).contains(ACME);
        assertThat(drift.customer()).isEqualTo(TEAM.customer());
    }
}
