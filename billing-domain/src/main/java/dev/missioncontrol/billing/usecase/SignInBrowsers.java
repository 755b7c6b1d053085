package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BrowserSession;
import java.time.Duration;
import java.util.Optional;

/** Signs browsers in, for all nodes: whichever one a browser reaches next knows it, also after a restart. */
public final class SignInBrowsers {
    private final Transactions transactions;

    SignInBrowsers(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * How long it is kept, and how many are.
     *
     * @param lasts from now
     * @param most of the kind, of a tenant or of the console; the oldest goes first
     */
    public record Terms(Duration lasts, int most) {}

    /**
     * Keeps a browser that is signed in, or a ticket.
     *
     * @param hash of what the browser is given
     * @throws dev.missioncontrol.billing.store.StoreException if the store is away
     */
    public void open(BrowserSession.Kind kind, String hash, BrowserSession session, Terms terms) {
        transactions.run(tx -> {
            tx.browserSessions().open(kind, hash, session, terms.lasts(), terms.most());
            return null;
        });
    }

    /**
     * Signs in the browser that brought a ticket, the first one alone. Where the store goes away meanwhile the ticket is still good.
     *
     * @param kind of the ticket
     * @param ticket its hash
     * @param next the kind that it is taken for
     * @param hash of what the browser is given
     * @return whether it was still good
     * @throws dev.missioncontrol.billing.store.StoreException if the store is away
     */
    public boolean redeem(BrowserSession.Kind kind, String ticket, BrowserSession.Kind next, String hash, Terms terms) {
        return transactions.run(tx -> {
            Optional<BrowserSession> taken = tx.browserSessions().take(kind, ticket);
            taken.ifPresent(one -> tx.browserSessions().open(next, hash, one, terms.lasts(), terms.most()));
            return taken.isPresent();
        });
    }

    /**
     * The one under this hash, if it is not over.
     *
     * @throws dev.missioncontrol.billing.store.StoreException if the store is away
     */
    public Optional<BrowserSession> find(BrowserSession.Kind kind, String hash) {
        return transactions.run(tx -> tx.browserSessions().find(kind, hash));
    }

    /**
     * Signs it out, on every node.
     *
     * @throws dev.missioncontrol.billing.store.StoreException if the store is away
     */
    public void close(BrowserSession.Kind kind, String hash) {
        transactions.run(tx -> tx.browserSessions().take(kind, hash));
    }
}
