package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.provider.EventReader;
import java.util.Locale;

/** A webhook that is refused before its route sees it: counted by the same words as one that the route refuses. */
final class UnseenWebhook {
    private UnseenWebhook() {}

    /** Tells of it, where the path is that of webhooks. */
    static void refused(RequestListener listener, String path, EventReader.Refusal why) {
        if (path.equals(Limits.WEBHOOK_PATH)) listener.webhookRefused(why.name().toLowerCase(Locale.ROOT));
    }
}
