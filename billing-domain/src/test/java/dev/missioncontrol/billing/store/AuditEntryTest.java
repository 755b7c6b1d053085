package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The hash of an audit row: the same for ever, for every program, and another for every change. */
class AuditEntryTest {
    private static final Instant AT = Instant.parse("2027-01-31T09:30:00.123456Z");
    private static final Instant FEBRUARY = Instant.parse("2027-02-28T09:30:00Z");

    private static final CurrentSubscription FREE = new CurrentSubscription(
            Optional.empty(),
            "free",
            SubscriptionStatus.ACTIVE,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());

    private static final CurrentSubscription TEAM = new CurrentSubscription(
            Optional.of(new SubscriptionId("sub_1")),
            "team",
            SubscriptionStatus.PAST_DUE,
            5,
            Optional.of(BillingInterval.MONTH),
            Optional.of(FEBRUARY),
            Optional.of("past_due"),
            Optional.of(ProviderStatus.PAST_DUE),
            Optional.empty(),
            Optional.of(AT.minusSeconds(86_400)),
            Optional.of(AT.minusSeconds(60)),
            Optional.of(""),
            true,
            Optional.of(AT));

    private static final TenantRecord TENANT =
            new TenantRecord(new TenantId("acme"), "p-7f3a", AT, Optional.empty(), "ab".repeat(32), 4, 3);

    private static AuditEntry entry(Instant at, String rule) {
        return AuditEntry.next(TENANT, at, "webhook", Optional.of(new EventId("evt_1")), rule, FREE, TEAM);
    }

    @Test
    void the_hash_of_the_documented_example_is_the_documented_one() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "audit.md"));
        AuditEntry example = entry(AT, "taken \\ \"Größe\"\r\nof two lines");
        assertThat(page).contains("```text\n" + AuditText.of(example) + "```");
        assertThat(example.hash()).isEqualTo("ed2693bcc737cb3588a762a953b5467e7e04fa2fce874dc916f0025336627444");
        assertThat(page).contains("`" + example.hash() + "`");
    }

    @Test
    void what_is_finer_than_a_microsecond_is_cut() {
        assertThat(entry(AT.plusNanos(999), "rule").hash())
                .isEqualTo(entry(AT, "rule").hash());
        assertThat(entry(AT.plusNanos(1_000), "rule").hash())
                .isNotEqualTo(entry(AT, "rule").hash());
    }

    @Test
    void no_text_passes_for_another_field() {
        AuditEntry honest = entry(AT, "rule");
        AuditEntry forged = entry(AT, "rule\nbefore.plan=team");
        assertThat(AuditText.of(forged).lines())
                .hasSameSizeAs(AuditText.of(honest).lines().toList());
        assertThat(entry(AT, "a\\nb").hash()).isNotEqualTo(entry(AT, "a\nb").hash());
    }

    @Test
    void the_hash_does_not_know_the_tenants_own_name() {
        AuditEntry before = entry(AT, "rule");
        assertThat(with(before, "tenant", new TenantId("erased")).computedHash())
                .isEqualTo(before.hash());
        assertThat(AuditText.of(before)).doesNotContain("acme");
    }

    @Test
    void whatever_is_changed_changes_the_hash() {
        for (long seed = 0; seed < StoreContract.SEEDS; seed++) {
            AuditEntry one = new RandomRecords(seed).auditAfter(TENANT);
            AuditEntry other = otherThan(one, seed);
            for (RecordComponent part : AuditEntry.class.getRecordComponents()) {
                if (Set.of("tenant", "hash").contains(part.getName())) continue;
                assertChanges(seed, one, part.getName(), value(part, other));
            }
            for (RecordComponent part : CurrentSubscription.class.getRecordComponents()) {
                Object theirs = value(part, other.after());
                assertChanges(seed, one, "before", with(one.before(), part.getName(), theirs));
                assertChanges(seed, one, "after", with(one.after(), part.getName(), theirs));
            }
        }
    }

    private static void assertChanges(long seed, AuditEntry one, String part, Object value) {
        AuditEntry changed = with(one, part, value);
        if (changed.equals(one)) return;
        assertThat(changed.computedHash())
                .as("seed %d, %s = %s", seed, part, value)
                .isNotEqualTo(one.hash());
    }

    private static AuditEntry otherThan(AuditEntry one, long seed) {
        TenantRecord elsewhere =
                new TenantRecord(one.tenant(), "p-other", AT, Optional.empty(), "cd".repeat(32), one.sequence(), 0);
        return new RandomRecords(seed + 1_000).auditAfter(elsewhere);
    }

    /** The same record with another value in one place. */
    private static <R extends Record> R with(R record, String name, Object value) {
        RecordComponent[] parts = record.getClass().getRecordComponents();
        Object[] values = Arrays.stream(parts)
                .map(part -> part.getName().equals(name) ? value : value(part, record))
                .toArray();
        Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked")
            R changed = (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
            return changed;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(RecordComponent part, Record of) {
        try {
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
