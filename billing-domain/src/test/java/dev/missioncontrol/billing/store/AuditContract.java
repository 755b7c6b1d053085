package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The audit: one chain for each tenant, whole and in order. */
abstract class AuditContract extends StoreContract {
    private AuditEntry append(RandomRecords records) {
        return get(tx -> {
            AuditEntry next = records.auditAfter(hold(tx, ACME));
            tx.journal().append(next);
            return next;
        });
    }

    private List<AuditEntry> audit(long from, int limit) {
        return list(tx -> tx.journal().audit(ACME, from, limit));
    }

    @Test
    void every_field_of_a_row_survives_and_the_chain_still_verifies() {
        List<AuditEntry> written = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            written.add(append(new RandomRecords(seed)));
            assertThat(audit(seed + 1, 1)).as("seed %d", seed).isEqualTo(written.subList((int) seed, (int) seed + 1));
        }
        List<AuditEntry> read = audit(1, SEEDS);
        assertThat(read).isEqualTo(written);
        String head = "";
        for (AuditEntry row : read) {
            assertThat(row.previousHash()).isEqualTo(head);
            assertThat(row.computedHash()).isEqualTo(row.hash());
            head = row.hash();
        }
    }

    /** As an operator's reason that was cut in the middle of a character. */
    @Test
    void a_row_of_which_somebody_typed_what_no_database_holds_verifies_too() {
        AuditEntry written = get(tx -> {
            CurrentSubscription none = CurrentSubscription.none(DefaultCatalog.withPlaceholderPrices());
            AuditEntry next = AuditEntry.next(
                    hold(tx, ACME), NOW, "operator \0", Optional.empty(), "paid\0by hand \ud83d", none, none);
            tx.journal().append(next);
            return next;
        });
        AuditEntry read = audit(1, 1).get(0);
        assertThat(read).isEqualTo(written);
        assertThat(read.rule()).isEqualTo("paid\ufffdby hand \ufffd");
        assertThat(read.computedHash()).isEqualTo(read.hash());
    }

    @Test
    void a_row_moves_the_tenants_chain_to_it_and_nothing_else_of_the_tenant() {
        known(ACME, GLOBEX);
        AuditEntry first = append(new RandomRecords(1));
        AuditEntry second = append(new RandomRecords(2));
        assertThat(second.previousHash()).isEqualTo(first.hash());
        TenantRecord tenant = find(tx -> tx.accounts().tenant(ACME)).orElseThrow();
        assertThat(tenant.auditHead()).isEqualTo(second.hash());
        assertThat(tenant.auditLength()).isEqualTo(2);
        assertThat(tenant.eventLength()).isZero();
        assertThat(tenant.pseudonym()).isEqualTo("pseudonym-of-acme");
        assertThat(find(tx -> tx.accounts().tenant(GLOBEX)).orElseThrow().auditLength())
                .isZero();
        assertThat(list(tx -> tx.journal().audit(GLOBEX, 1, 9))).isEmpty();
    }

    @Test
    void operators_are_listed_the_same_rows_and_nobody_elses() {
        for (long seed = 0; seed < 3; seed++) append(new RandomRecords(seed));
        assertThat(listed(ACME, 1, 9)).isEqualTo(audit(1, 9)).hasSize(3);
        assertThat(listed(ACME, 2, 1)).isEqualTo(audit(2, 1)).hasSize(1);
        assertThat(listed(ACME, 4, 9)).isEmpty();
        assertThat(listed(GLOBEX, 1, 9)).isEmpty();
    }

    private List<AuditEntry> listed(TenantId tenant, long from, int limit) {
        return list(tx -> tx.listings().decisionsOf(tenant, from, limit)).stream()
                .map(row -> ((AuditRow.Readable) row).entry())
                .toList();
    }

    @Test
    void rows_come_oldest_first_from_where_one_asks() {
        for (long seed = 0; seed < 12; seed++) append(new RandomRecords(seed));
        assertThat(audit(0, 99))
                .extracting(AuditEntry::sequence)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
        assertThat(audit(9, 3)).extracting(AuditEntry::sequence).containsExactly(9L, 10L, 11L);
        assertThat(audit(13, 9)).isEmpty();
    }

    @Test
    void a_row_that_does_not_follow_the_last_is_refused() {
        AuditEntry first = append(new RandomRecords(1));
        TenantRecord now = find(tx -> tx.accounts().tenant(ACME)).orElseThrow();
        TenantRecord gap = new TenantRecord(
                ACME, now.pseudonym(), now.created(), now.deleted(), now.auditHead(), 2, now.eventLength());
        TenantRecord fork =
                new TenantRecord(ACME, now.pseudonym(), now.created(), now.deleted(), "another", 1, now.eventLength());
        for (AuditEntry wrong :
                List.of(first, new RandomRecords(2).auditAfter(gap), new RandomRecords(3).auditAfter(fork)))
            assertThatThrownBy(() -> run(tx -> {
                        hold(tx, ACME);
                        tx.journal().append(wrong);
                    }))
                    .isInstanceOf(IllegalStateException.class);
        assertThat(audit(1, 9)).containsExactly(first);
        assertThat(find(tx -> tx.accounts().tenant(ACME))).contains(now);
    }

    @Test
    void a_tenant_that_was_never_made_has_no_chain() {
        TenantRecord never = new TenantRecord(ACME, "p", NOW, Optional.empty(), "", 0, 0);
        assertThatThrownBy(() -> run(tx -> tx.journal().append(new RandomRecords(1).auditAfter(never))))
                .isInstanceOf(IllegalStateException.class);
    }
}
