package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.Attempts;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checkouts that are over go after their time, past all that stay. */
class ForgetCheckoutsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration KEPT = Duration.ofDays(90);

    /** More tenants than one step looks at: each has its newest, which stays. */
    private static final int TENANTS = ForgetCheckouts.LOOKED + 10;

    private final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(NOW);
    private final InMemoryBillingStore store = new InMemoryBillingStore(sandbox.clock());
    private final ForgetCheckouts forget =
            new ForgetCheckouts(new Transactions(store, tenant -> {}), KEPT, Duration.ofSeconds(60));

    private void save(TenantId tenant, int generation) {
        store.inTransaction(tx -> {
            tx.accounts().lockTenant(tenant, "p-" + tenant, NOW);
            tx.checkouts()
                    .save(Attempts.attempt(
                            end(tenant, generation),
                            tenant,
                            generation,
                            CheckoutAttempt.State.COMPLETED,
                            NOW.plusSeconds(generation)));
            return null;
        });
    }

    private static String end(TenantId tenant, int generation) {
        return tenant + "_" + generation;
    }

    private boolean isKept(TenantId tenant, int generation) {
        return store.<Boolean>inTransaction(tx ->
                tx.checkouts().attempt(Attempts.id(end(tenant, generation))).isPresent());
    }

    private JobState job() {
        List<JobState> jobs = store.inTransaction(tx -> tx.measures().jobs());
        return jobs.stream()
                .filter(one -> one.name().equals(ForgetCheckouts.JOB))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_over_is_found_behind_more_that_stay_than_one_look_takes() {
        TenantId last = new TenantId("last");
        for (int one = 0; one < TENANTS; one++) save(new TenantId("tenant" + one), 1);
        save(last, 2);
        save(last, 3);
        sandbox.advance(KEPT.plusDays(1));

        assertThat(forget.step()).isTrue();
        assertThat(isKept(last, 2)).as("a page that stays").isTrue();
        assertThat(job().done()).isEmpty();
        assertThat(forget.step()).isTrue();
        assertThat(isKept(last, 2)).isFalse();
        assertThat(isKept(last, 3)).isTrue();
        assertThat(job().done()).isPresent();
        assertThat(job().result()).isEqualTo("1 checkouts removed");

        assertThat(forget.step()).as("not before it is time").isFalse();
        sandbox.advance(ForgetCheckouts.EVERY);
        assertThat(forget.step()).isTrue();
    }

    @Test
    void what_is_no_place_begins_anew() {
        for (String text : List.of("", "x", "1 2", "1 never att_1", "x 2026-01-01T00:00:00Z att_1"))
            assertThat(ForgetCheckouts.Place.parse(text))
                    .as(text)
                    .isEqualTo(new ForgetCheckouts.Place(0, Optional.empty()));
        ForgetCheckouts.Place place = ForgetCheckouts.Place.parse("7 2026-01-01T00:00:00.000001Z att 1");
        assertThat(ForgetCheckouts.Place.parse(place.text())).isEqualTo(place);
    }
}
