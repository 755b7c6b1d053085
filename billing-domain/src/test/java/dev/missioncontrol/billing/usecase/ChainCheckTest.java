package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.TenantRecord;
import dev.missioncontrol.billing.usecase.AuditFault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chain that was touched anywhere shows it; one that was not is sound. */
class ChainCheckTest {
    private final OperatedShop shop = new OperatedShop();
    private List<AuditEntry> rows = List.of();
    private TenantRecord tenant =
            new TenantRecord(OperatedShop.ACME, "p", OperatedShop.JAN_1, Optional.empty(), "", 0, 0);
    private Optional<CurrentSubscription> current = Optional.empty();

    @BeforeEach
    void live() {
        shop.buy(OperatedShop.ACME, Checkout.of("team").seats(4));
        shop.stripe.advance(Duration.ofDays(40));
        shop.stripe.cancelNow(shop.stripe.subscriptionOf(OperatedShop.ACME).orElseThrow());
        shop.store.inTransaction(tx -> {
            rows = tx.journal().audit(OperatedShop.ACME, 1, 999);
            tenant = tx.accounts().tenant(OperatedShop.ACME).orElseThrow();
            current = tx.accounts().current(OperatedShop.ACME).map(one -> one.current());
            return 0;
        });
        assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
    }

    private List<Kind> faults(List<AuditEntry> read) {
        ChainCheck check = new ChainCheck(tenant);
        read.forEach(check::next);
        check.end(current);
        return check.faults().stream().map(AuditFault::kind).toList();
    }

    private static AuditEntry changed(AuditEntry row, long sequence, String rule) {
        return new AuditEntry(
                row.tenant(),
                row.pseudonym(),
                sequence,
                row.at(),
                row.actor(),
                row.event(),
                rule,
                row.before(),
                row.after(),
                row.previousHash(),
                row.hash());
    }

    private static AuditEntry rehashed(AuditEntry row) {
        return new AuditEntry(
                row.tenant(),
                row.pseudonym(),
                row.sequence(),
                row.at(),
                row.actor(),
                row.event(),
                row.rule(),
                row.before(),
                row.after(),
                row.previousHash(),
                row.computedHash());
    }

    private List<AuditEntry> with(int index, AuditEntry row) {
        List<AuditEntry> copy = new ArrayList<>(rows);
        copy.set(index, row);
        return copy;
    }

    private List<AuditEntry> without(int index) {
        List<AuditEntry> copy = new ArrayList<>(rows);
        copy.remove(index);
        return copy;
    }

    @Test
    void an_untouched_chain_is_sound() {
        assertThat(faults(rows)).isEmpty();
    }

    @Test
    void a_changed_row_shows_at_every_place() {
        for (int i = 0; i < rows.size(); i++)
            assertThat(faults(with(i, changed(rows.get(i), i + 1, "forged"))))
                    .as("row %d", i + 1)
                    .containsExactly(Kind.CHANGED);
    }

    @Test
    void a_changed_row_with_a_hash_made_for_it_shows_at_the_next_or_at_the_tenant() {
        for (int i = 0; i < rows.size(); i++)
            assertThat(faults(with(i, rehashed(changed(rows.get(i), i + 1, "forged")))))
                    .as("row %d", i + 1)
                    .containsExactly(Kind.CHANGED);
    }

    @Test
    void a_removed_row_shows_at_every_place_the_last_one_too() {
        for (int i = 0; i < rows.size(); i++)
            assertThat(faults(without(i))).as("row %d", i + 1).containsExactly(Kind.REMOVED);
        assertThat(faults(List.of())).containsExactly(Kind.REMOVED);
    }

    @Test
    void an_inserted_row_shows_before_within_and_behind_the_chain() {
        for (long sequence : new long[] {-1, 0, 2, rows.size() + 1}) {
            AuditEntry forged = rehashed(changed(rows.get(1), sequence, "forged"));
            List<AuditEntry> copy = new ArrayList<>(rows);
            int place = (int)
                    rows.stream().filter(row -> row.sequence() <= sequence).count();
            copy.add(place, forged);
            assertThat(faults(copy)).as("as %d", sequence).containsExactly(Kind.INSERTED);
        }
    }

    @Test
    void a_state_that_no_decision_gave_shows() {
        current = Optional.of(CurrentSubscription.none(shop.catalog));
        assertThat(faults(rows)).containsExactly(Kind.STATE_DIFFERS);
        current = Optional.empty();
        assertThat(faults(rows)).containsExactly(Kind.STATE_DIFFERS);
    }
}
