package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a node keeps of those who opened the page: no longer than it is good for, and never more than fits. */
class PageSessionsTest {
    private static final TenantId ACME = new TenantId("acme");

    /** What all of them may take together of a heap of 96 MB. */
    private static final long A_FEW_MEGABYTES = 6L << 20;

    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private final PageSessions sessions = new PageSessions(() -> now);

    private String ticket(TenantId tenant) {
        return sessions.ticket(tenant, true, Optional.of(Locale.GERMANY), OptionalLong.of(4));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void what_is_over_is_forgotten_when_the_next_is_given_out() {
        for (int i = 0; i < 10; i++) ticket(ACME);
        for (int i = 0; i < 10; i++) sessions.open(ACME, true);
        pass(PageSessions.LASTS);
        ticket(ACME);
        sessions.open(ACME, true);
        assertThat(sessions.kept()).isEqualTo(2);
    }

    @Test
    void a_session_lasts_as_long_as_it_says_whoever_comes_after_it() {
        String cookie = sessions.open(ACME, true);
        pass(PageSessions.LASTS.minusMillis(1));
        sessions.open(ACME, true);
        assertThat(sessions.find(cookie)).isPresent();
        pass(Duration.ofMillis(1));
        assertThat(sessions.find(cookie)).isEmpty();
    }

    @Test
    void a_tenant_that_opens_more_than_others_signs_nobody_out_but_itself() {
        String other = sessions.open(new TenantId("globex"), true);
        String first = sessions.open(ACME, true);
        for (int i = 0; i < 2 * PageSessions.MOST; i++) sessions.open(ACME, true);
        assertThat(sessions.find(other)).isPresent();
        assertThat(sessions.find(first)).isEmpty();
        assertThat(sessions.kept()).isEqualTo(PageSessions.MOST_OF_A_TENANT + 1);
    }

    @Test
    void who_signs_out_and_in_again_is_counted_once() {
        String stays = sessions.open(ACME, true);
        for (int i = 0; i < 2 * PageSessions.MOST_OF_A_TENANT; i++) sessions.close(sessions.open(ACME, true));
        assertThat(sessions.find(stays)).isPresent();
        assertThat(sessions.kept()).isEqualTo(1);
    }

    @Test
    void tickets_in_a_loop_are_refused_until_a_moment_has_passed_and_for_that_tenant_alone() {
        for (int i = 0; i < PageSessions.TICKETS_A_MINUTE; i++) ticket(ACME);
        Problem refused = catchThrowableOfType(Problem.class, () -> ticket(ACME));
        assertThat(refused.status).isEqualTo(429);
        ticket(new TenantId("globex"));
        pass(Duration.ofSeconds(1));
        ticket(ACME);
    }

    @Test
    void as_many_as_are_ever_kept_take_a_few_megabytes() {
        assertThat(LiveHeap.keptBy(this::full)).isLessThan(A_FEW_MEGABYTES);
    }

    /** Has as many as it ever has, each as large as it may be. */
    private PageSessions full() {
        PageSessions all = new PageSessions(() -> now);
        for (int i = 0; i < 2 * PageSessions.MOST; i++) {
            TenantId tenant = new TenantId("%0128d".formatted(i));
            all.ticket(tenant, true, Optional.of(Locale.GERMANY), OptionalLong.of(4));
            all.open(tenant, true);
        }
        assertThat(all.kept()).isEqualTo(2 * PageSessions.MOST);
        return all;
    }
}
