package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Applies a stored event once more, on an operator's word: harmless for one that was applied, since the rules are the same. */
public final class ReplayEvent {
    private final Transactions transactions;
    private final ApplyEvent apply;
    private final Bookkeeping books;
    private final EventReader reader;
    private final InstantSource clock;

    ReplayEvent(
            Transactions transactions, ApplyEvent apply, Bookkeeping books, EventReader reader, InstantSource clock) {
        this.transactions = transactions;
        this.apply = apply;
        this.books = books;
        this.reader = reader;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * It was applied.
         *
         * @param before what had become of it
         * @param outcome what became of it now
         * @param reason why
         */
        record Replayed(EventOutcome before, EventOutcome outcome, String reason) implements Result {}

        /** There is no such event. */
        record Unknown() implements Result {}

        /** It was stored without what the provider sent, so there is nothing to apply. */
        record WithoutPayload() implements Result {}

        /** It can't be applied, still, or what is stored of it can't be read: it stays as it was. */
        record Failed(String reason) implements Result {}
    }

    /**
     * Applies it once more.
     *
     * @param word who wants it and why
     * @throws StoreException if the store is away
     */
    Result replay(EventId id, Optional<OperatorsWord> word) {
        Optional<InboxRow> row = transactions.run(tx -> tx.listings().event(id));
        if (row.isEmpty()) return new Result.Unknown();
        if (row.get() instanceof InboxRow.Unreadable unreadable) return new Result.Failed(unreadable.reason());
        return replay(((InboxRow.Readable) row.get()).event(), word);
    }

    private Result replay(InboxEvent stored, Optional<OperatorsWord> word) {
        if (stored.payload().isEmpty()) return new Result.WithoutPayload();
        try {
            ProviderEvent event = reader.reread(stored.id(), stored.payload());
            return transactions.run(tx -> replay(tx, stored, event, word, clock.instant()));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException ours) {
            String reason = InboxRow.describe(ours);
            word.ifPresent(said -> transactions.run(tx -> stillDead(tx, stored, reason + replayed(said))));
            return new Result.Failed(reason);
        }
    }

    private static String replayed(OperatorsWord word) {
        return "; replayed" + word.clause();
    }

    /** One that is tried again by itself keeps its next try. */
    private static boolean stillDead(BillingTransaction tx, InboxEvent stored, String reason) {
        return stored.outcome() == EventOutcome.DEAD
                && tx.inbox().failAgain(stored, EventOutcome.DEAD, reason, stored.attempts(), Optional.empty());
    }

    private Result replay(
            BillingTransaction tx, InboxEvent stored, ProviderEvent event, Optional<OperatorsWord> word, Instant now) {
        ApplyEvent.Result result = apply.apply(tx, event, now);
        Bookkeeping.Cause cause = new Bookkeeping.Cause(Actor.OPERATOR, Optional.of(event.id()), now);
        String was = stored.outcome().word();
        String rule = "the event, which was " + was + ", was replayed"
                + word.map(OperatorsWord::clause).orElse("");
        result.tenant().ifPresent(tenant -> books.note(tx, books.hold(tx, tenant, now), rule, cause));
        // An event that is nobody's has no chain of decisions: what it was, and who replayed it, is said beside it.
        if (result.tenant().isEmpty() && (word.isPresent() || stored.outcome() == EventOutcome.DEAD))
            tx.inbox()
                    .conclude(
                            event.id(),
                            result.outcome(),
                            result.reason() + "; was " + was + "; replayed"
                                    + word.map(OperatorsWord::clause).orElse(""),
                            Optional.empty());
        return new Result.Replayed(stored.outcome(), result.outcome(), result.reason());
    }
}
