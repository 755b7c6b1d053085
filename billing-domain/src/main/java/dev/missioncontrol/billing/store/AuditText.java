package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The text that an audit row's hash is taken over, which any language can make again from what is stored: {@code
 * docs/audit.md} says how. It names its fields, so that neither a renamed class nor a moved value can be taken for another.
 *
 * <p>Its first line is its version: rows that were written keep theirs, so what is below changes only with a new number.
 */
final class AuditText {
    private static final String VERSION = "billing-audit 1";
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final StringBuilder text = new StringBuilder(VERSION).append('\n');

    private AuditText() {}

    static String of(AuditEntry entry) {
        AuditText text = new AuditText();
        text.line("previousHash", entry.previousHash());
        text.line("pseudonym", entry.pseudonym());
        text.line("sequence", Long.toString(entry.sequence()));
        text.line("at", micros(entry.at()));
        text.line("actor", entry.actor());
        text.line("event", entry.event().map(EventId::value));
        text.line("rule", entry.rule());
        text.lines("before.", entry.before());
        text.lines("after.", entry.after());
        return text.text.toString();
    }

    private void lines(String whose, CurrentSubscription has) {
        line(whose + "subscription", has.subscription().map(SubscriptionId::value));
        line(whose + "plan", has.plan());
        line(whose + "status", has.status().word());
        line(whose + "seats", Integer.toString(has.seats()));
        line(whose + "interval", has.interval().map(BillingInterval::word));
        line(whose + "currentPeriodEnd", has.currentPeriodEnd().map(AuditText::micros));
        line(whose + "providerStatus", has.providerStatus());
        line(whose + "standing", has.standing().map(ProviderStatus::word));
        line(whose + "cancelAt", has.cancelAt().map(AuditText::micros));
        line(whose + "trialEnd", has.trialEnd().map(AuditText::micros));
        line(whose + "pastDueSince", has.pastDueSince().map(AuditText::micros));
        line(whose + "formerPlan", has.formerPlan());
        line(whose + "provisional", Boolean.toString(has.provisional()));
        line(whose + "asOf", has.asOf().map(AuditText::micros));
    }

    /** An absent value has no line, an empty one has: the two differ. */
    private void line(String name, Optional<String> value) {
        value.ifPresent(present -> line(name, present));
    }

    private void line(String name, String value) {
        text.append(name).append('=').append(escaped(value)).append('\n');
    }

    /** Without line ends, so that no value can pass for another field. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** As stores keep it: whole microseconds since 1970, what is finer cut. */
    private static String micros(Instant at) {
        return Long.toString(Math.addExact(
                Math.multiplyExact(at.getEpochSecond(), MICROS_PER_SECOND), at.getNano() / NANOS_PER_MICRO));
    }
}
