package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BrowserSession.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Browsers that are signed in: known to all, for no longer than they may be, and never so many that others have no room. */
abstract class BrowserSessionsContract extends StoreContract {
    private static final int MOST = 3;

    private static final BrowserSession OF_ACME = page(ACME);

    private static final BrowserSession OF_OLGA =
            new BrowserSession(Optional.empty(), "olga", false, Optional.empty(), OptionalLong.empty());

    static BrowserSession page(TenantId tenant) {
        return new BrowserSession(Optional.of(tenant), "", true, Optional.of(Locale.GERMANY), OptionalLong.of(4));
    }

    private void open(Kind kind, String hash, BrowserSession session, Duration lasts) {
        run(tx -> tx.browserSessions().open(kind, hash, session, lasts, MOST));
    }

    private void page(String hash) {
        open(Kind.PAGE, hash, OF_ACME, LONG);
    }

    private void console(String hash) {
        open(Kind.CONSOLE, hash, OF_OLGA, LONG);
    }

    private Optional<BrowserSession> find(Kind kind, String hash) {
        return find(tx -> tx.browserSessions().find(kind, hash));
    }

    @Test
    void one_that_was_opened_is_found_as_it_was_for_who_never_bought_anything_too() {
        page("page");
        console("console");
        assertThat(find(Kind.PAGE, "page")).contains(OF_ACME);
        assertThat(find(Kind.CONSOLE, "console")).contains(OF_OLGA);
        assertThat(find(Kind.PAGE, "Page")).isEmpty();
    }

    @Test
    void no_kind_is_taken_for_another() {
        page("page");
        for (Kind other : List.of(Kind.PAGE_TICKET, Kind.CONSOLE, Kind.CONSOLE_TICKET)) {
            assertThat(find(other, "page")).isEmpty();
            assertThat(find(tx -> tx.browserSessions().take(other, "page"))).isEmpty();
        }
        assertThat(find(Kind.PAGE, "page")).isPresent();
    }

    @Test
    void one_that_is_over_is_neither_found_nor_taken_and_goes_alone() {
        open(Kind.PAGE, "over", OF_ACME, SOON);
        page("stays");
        letPass(SOON);
        assertThat(find(Kind.PAGE, "over")).isEmpty();
        assertThat(find(tx -> tx.browserSessions().take(Kind.PAGE, "over"))).isEmpty();
        assertThat(count(tx -> tx.browserSessions().forget(9))).isEqualTo(1);
        assertThat(find(Kind.PAGE, "stays")).isPresent();
    }

    @Test
    void those_that_are_over_are_removed_in_portions() {
        for (String hash : List.of("a", "b", "c")) open(Kind.PAGE, hash, OF_ACME, SOON);
        letPass(SOON);
        assertThat(count(tx -> tx.browserSessions().forget(2))).isEqualTo(2);
        assertThat(count(tx -> tx.browserSessions().forget(2))).isEqualTo(1);
    }

    @Test
    void the_oldest_make_room_and_nobody_elses() {
        open(Kind.PAGE, "globex", page(GLOBEX), LONG);
        console("console");
        open(Kind.PAGE_TICKET, "ticket", OF_ACME, LONG);
        for (int i = 1; i <= MOST + 1; i++) page("acme-" + i);
        assertThat(find(Kind.PAGE, "acme-1")).isEmpty();
        for (int i = 2; i <= MOST + 1; i++)
            assertThat(find(Kind.PAGE, "acme-" + i)).isPresent();
        assertThat(find(Kind.PAGE, "globex")).isPresent();
        assertThat(find(Kind.PAGE_TICKET, "ticket")).isPresent();
        assertThat(find(Kind.CONSOLE, "console")).isPresent();
    }

    @Test
    void the_console_has_a_bound_too() {
        page("acme");
        for (int i = 1; i <= MOST + 1; i++) console("console-" + i);
        assertThat(find(Kind.CONSOLE, "console-1")).isEmpty();
        assertThat(find(Kind.CONSOLE, "console-2")).isPresent();
        assertThat(find(Kind.PAGE, "acme")).isPresent();
    }

    @Test
    void one_that_is_taken_is_gone() {
        page("page");
        assertThat(find(tx -> tx.browserSessions().take(Kind.PAGE, "page"))).contains(OF_ACME);
        assertThat(find(tx -> tx.browserSessions().take(Kind.PAGE, "page"))).isEmpty();
        assertThat(find(Kind.PAGE, "page")).isEmpty();
    }

    @Test
    void of_many_who_take_one_at_once_one_gets_it() {
        for (int round = 0; round < 20; round++) {
            String hash = "round-" + round;
            page(hash);
            List<Boolean> got = Crowd.each(
                    Crowd.THREADS,
                    thread -> get(tx -> tx.browserSessions().take(Kind.PAGE, hash))
                            .isPresent());
            assertThat(got).containsOnlyOnce(true);
        }
    }

    @Test
    void one_that_could_not_be_used_after_all_is_not_gone() {
        page("page");
        assertThatThrownBy(() -> run(tx -> {
                    tx.browserSessions().take(Kind.PAGE, "page");
                    throw new IllegalStateException("after all");
                }))
                .hasMessage("after all");
        assertThat(find(Kind.PAGE, "page")).isPresent();
    }
}
