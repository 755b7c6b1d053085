package dev.missioncontrol.billing.store;

import java.time.Duration;
import java.util.Optional;

/**
 * Browsers that are signed in, and tickets that sign one in, for all nodes: each by the hash of an unguessable text that its
 * browser holds, and that is stored nowhere. By the store's clock: a node with a wrong one lets nobody stay, and throws nobody
 * out. What is over is not found, whether it was removed yet or not.
 */
public interface BrowserSessions {
    /**
     * Keeps one for so long. Needs no tenant that was made: who has never bought anything may look as well.
     *
     * @param hash never the same twice
     * @param most how many of the kind are kept of a tenant, or of the console; its own oldest make room, nobody else's. Of those
     *     that come at the same moment a few more may be kept until the next one comes
     */
    void open(BrowserSession.Kind kind, String hash, BrowserSession session, Duration lasts, int most);

    /** The one of this kind under this hash, if it is not over. */
    Optional<BrowserSession> find(BrowserSession.Kind kind, String hash);

    /** The same, which is then gone: of all who ask at once, one gets it. */
    Optional<BrowserSession> take(BrowserSession.Kind kind, String hash);

    /** Removes some of those that are over, at most {@code limit}. Returns how many. */
    int forget(int limit);
}
