package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.util.List;
import java.util.Optional;

/** What a subscription owes, what is on its way, and what was paid for last. */
final class SandboxDues {
    /**
     * A first payment that is on its way.
     *
     * @param session what brought it
     * @param invoice what it pays
     */
    record Awaited(SandboxSession session, SandboxInvoice invoice) {}

    private Optional<Awaited> awaited = Optional.empty();
    private Optional<SandboxDebt> debt = Optional.empty();
    private List<SubscriptionItem> lastPaid = List.of();
    private boolean neverPaid = true;

    /** As they were told last of one that was begun elsewhere; what is not told of is paid for. */
    void told(Optional<Arrears> arrears, List<SubscriptionItem> items) {
        lastPaid = arrears.map(Arrears::lastPaid).orElse(items);
        neverPaid = arrears.filter(Arrears::neverPaid).isPresent();
    }

    Optional<SandboxDebt> debt() {
        return debt;
    }

    void owe(SandboxDebt owed) {
        debt = Optional.of(owed);
    }

    /** All that was owed is paid, but for what is on its way. */
    void paid(List<SubscriptionItem> items) {
        debt = Optional.empty();
        paidBeside(items);
    }

    /** These were paid for; what is owed stays so. */
    void paidBeside(List<SubscriptionItem> items) {
        lastPaid = items;
        neverPaid = false;
    }

    /** The first payment, while it is on its way. */
    Optional<Awaited> awaited() {
        return awaited;
    }

    void await(Awaited first) {
        awaited = Optional.of(first);
    }

    /** It has come, or never will. */
    void awaitNoMore() {
        awaited = Optional.empty();
    }

    /** Whether nothing is owed and nothing on its way. */
    boolean none() {
        return debt.isEmpty() && awaited.isEmpty();
    }

    /** As the port tells them. */
    Optional<Arrears> arrears() {
        return debt.map(owed -> new Arrears(owed.since(), lastPaid, neverPaid));
    }
}
