package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.BrowserSession;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.usecase.SignInBrowsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is kept of those who opened the page: no longer than it is good for, bounded for each tenant, and nothing that opens it. */
class PageSessionsTest {
    private static final TenantId ACME = new TenantId("acme");

    /** Longer than anybody waits, so that a fault fails the test instead of hanging it. */
    private static final long PATIENCE_SECONDS = 10;

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final BillingStore store = new InMemoryBillingStore();
    private final Billing billing = on(store);
    private final PageSessions sessions = new PageSessions(billing.signInBrowsers(), sandbox.clock());

    private Billing on(BillingStore any) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(any)
                .clock(sandbox.clock())
                .build();
    }

    private String ticket(TenantId tenant) {
        return sessions.ticket(tenant, true, Optional.of(Locale.GERMANY), OptionalLong.of(4));
    }

    private void pass(Duration time) {
        sandbox.advance(time);
    }

    private List<HeldRow> kept(TenantId tenant) {
        List<HeldRow> rows = new ArrayList<>();
        store.inTransaction(tx -> {
            tx.holdings().each(tenant, rows::add);
            return null;
        });
        return rows;
    }

    @Test
    void what_is_over_is_removed_with_the_rest_of_what_nobody_needs() {
        for (int i = 0; i < 10; i++) ticket(ACME);
        for (int i = 0; i < 10; i++) sessions.open(ACME, true);
        pass(PageSessions.LASTS);
        ticket(ACME);
        String stays = sessions.open(ACME, true);
        billing.runDue();
        assertThat(kept(ACME)).hasSize(2);
        assertThat(sessions.find(stays)).isPresent();
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
    void a_ticket_signs_in_once_for_a_minute_with_all_that_it_was_given_for() {
        String ticket = ticket(ACME);
        PageSessions.Session session =
                sessions.redeem(ticket).flatMap(sessions::find).orElseThrow();
        assertThat(session.tenant()).isEqualTo(ACME);
        assertThat(session.manage()).isTrue();
        assertThat(session.locale()).contains(Locale.GERMANY);
        assertThat(session.seatsInUse()).hasValue(4);
        assertThat(sessions.redeem(ticket)).isEmpty();
        String late = ticket(ACME);
        pass(Sessions.TICKET_LASTS);
        assertThat(sessions.redeem(late)).isEmpty();
    }

    @Test
    void no_ticket_is_a_cookie_and_no_cookie_a_ticket() {
        assertThat(sessions.find(ticket(ACME))).isEmpty();
        String cookie = sessions.open(ACME, true);
        assertThat(sessions.redeem(cookie)).isEmpty();
        assertThat(sessions.find(cookie)).isPresent();
    }

    @Test
    void a_tenant_that_opens_more_than_others_signs_nobody_out_but_itself() {
        TenantId globex = new TenantId("globex");
        String other = sessions.open(globex, true);
        String first = sessions.open(ACME, true);
        for (int i = 0; i < PageSessions.MOST_OF_A_TENANT; i++) sessions.open(ACME, true);
        assertThat(sessions.find(other)).isPresent();
        assertThat(sessions.find(first)).isEmpty();
        assertThat(kept(ACME)).hasSize(PageSessions.MOST_OF_A_TENANT);
    }

    @Test
    void who_signs_out_and_in_again_is_counted_once() {
        String stays = sessions.open(ACME, true);
        for (int i = 0; i < 2 * PageSessions.MOST_OF_A_TENANT; i++) sessions.close(sessions.open(ACME, true));
        assertThat(sessions.find(stays)).isPresent();
        assertThat(kept(ACME)).hasSize(1);
    }

    @Test
    void nothing_that_is_stored_opens_the_page_or_is_in_its_forms() {
        String ticket = ticket(ACME);
        String cookie = sessions.open(ACME, true);
        String csrf = sessions.find(cookie).orElseThrow().csrf();
        List<String> stored = kept(ACME).stream()
                .flatMap(row -> row.columns().values().stream())
                .flatMap(Optional::stream)
                .toList();
        assertThat(stored)
                .contains(Sessions.hash(cookie), Sessions.hash(ticket))
                .doesNotContain(cookie, ticket, csrf);
        for (String one : stored) {
            assertThat(sessions.find(one)).isEmpty();
            assertThat(sessions.redeem(one)).isEmpty();
        }
    }

    @Test
    void forms_of_another_browser_tenant_or_right_carry_another_token() {
        String cookie = sessions.open(ACME, true);
        String token = sessions.find(cookie).orElseThrow().csrf();
        assertThat(token)
                .isNotEqualTo(
                        sessions.find(sessions.open(ACME, true)).orElseThrow().csrf())
                .isNotEqualTo(of(cookie, "globex", true))
                .isNotEqualTo(of(cookie, "acme", false))
                .isEqualTo(of(cookie, "acme", true));
    }

    private static String of(String cookie, String tenant, boolean manage) {
        return PageSessions.Session.of(cookie, new TenantId(tenant), manage, Optional.empty(), OptionalLong.empty())
                .csrf();
    }

    /** A store that keeps whoever reads it until they may go on. */
    private final class SlowStore implements BillingStore {
        final CountDownLatch inside = new CountDownLatch(Sessions.MOST_AT_ONCE);
        final CountDownLatch away = new CountDownLatch(1);
        final AtomicInteger together = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            most.accumulateAndGet(together.incrementAndGet(), Math::max);
            inside.countDown();
            try {
                assertThat(away.await(2 * PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                return store.inTransaction(work);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                together.decrementAndGet();
            }
        }
    }

    private Sessions on(SlowStore slow, Duration longestWait) {
        SignInBrowsers.Terms terms = new SignInBrowsers.Terms(PageSessions.LASTS, PageSessions.MOST_OF_A_TENANT);
        return new Sessions(
                on(slow).signInBrowsers(),
                BrowserSession.Kind.PAGE,
                BrowserSession.Kind.PAGE_TICKET,
                terms,
                longestWait);
    }

    @Test
    void who_waits_too_long_behind_cookies_that_nobody_has_is_told_to_come_again() throws Exception {
        SlowStore slow = new SlowStore();
        Sessions crowded = on(slow, Sessions.LONGEST_WAIT);
        String nobodys = crowded.token();
        ExecutorService crowd = Executors.newFixedThreadPool(Sessions.MOST_AT_ONCE);
        try {
            List<Future<Optional<BrowserSession>>> looks = new ArrayList<>();
            for (int i = 0; i < Sessions.MOST_AT_ONCE; i++) looks.add(crowd.submit(() -> crowded.find(nobodys)));
            assertThat(slow.inside.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 2; i++) {
                Problem refused = catchThrowableOfType(Problem.class, () -> crowded.find(nobodys));
                assertThat(refused.status).isEqualTo(429);
                assertThat(refused.code).isEqualTo("too_many_sign_ins");
                assertThat(refused.retryAfterSeconds).isPositive();
            }
            slow.away.countDown();
            for (Future<Optional<BrowserSession>> look : looks)
                assertThat(look.get()).isEmpty();
            assertThat(crowded.find(nobodys)).isEmpty();
        } finally {
            slow.away.countDown();
            crowd.shutdownNow();
        }
    }

    @Test
    void crowds_with_cookies_that_nobody_has_take_some_of_the_connections_and_threads_and_not_all() throws Exception {
        int held = Sessions.MOST_AT_ONCE + Sessions.MOST_WAITING;
        int refused = 20;
        SlowStore slow = new SlowStore();
        Sessions crowded = on(slow, Duration.ofSeconds(2 * PATIENCE_SECONDS));
        String nobodys = crowded.token();
        ExecutorService crowd = Executors.newFixedThreadPool(held + refused);
        CompletionService<String> answers = new ExecutorCompletionService<>(crowd);
        try {
            for (int i = 0; i < held + refused; i++)
                answers.submit(() -> {
                    try {
                        return crowded.find(nobodys).isPresent() ? "known" : "nobody";
                    } catch (Problem problem) {
                        return problem.code;
                    }
                });
            for (int i = 0; i < refused; i++) assertThat(next(answers)).isEqualTo("too_many_sign_ins");
            slow.away.countDown();
            for (int i = 0; i < held; i++) assertThat(next(answers)).isEqualTo("nobody");
            assertThat(slow.most).hasValue(Sessions.MOST_AT_ONCE);
            assertThat(crowded.find(nobodys)).isEmpty();
        } finally {
            slow.away.countDown();
            crowd.shutdownNow();
        }
    }

    private static String next(CompletionService<String> answers) throws Exception {
        Future<String> answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(answer).as("answered while all others wait").isNotNull();
        return answer.get();
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
}
