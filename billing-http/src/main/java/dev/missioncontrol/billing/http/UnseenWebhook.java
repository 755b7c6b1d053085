package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.provider.EventReader;
import java.util.Locale;
import java.util.Map;

/** A webhook that is refused before its event is looked at: counted by a word for why, as one that the event's reader refuses. */
final class UnseenWebhook {
    /** Why, by what is answered at the door. What else is refused there is no HTTP, and nobody's webhook. */
    private static final Map<Integer, String> AT_THE_DOOR = Map.of(
            408,
            RequestListener.TOO_SLOW,
            413,
            word(EventReader.Refusal.BODY_TOO_LARGE),
            415,
            RequestListener.UNSUPPORTED_ENCODING,
            431,
            word(EventReader.Refusal.HEADER_TOO_LARGE));

    private UnseenWebhook() {}

    /** Tells of what was refused at the door, where the path is that of webhooks. */
    static void refused(RequestListener listener, String path, int status) {
        String why = AT_THE_DOOR.get(status);
        if (why != null && Limits.isWebhook(path)) listener.webhookRefused(why);
    }

    /** Tells of it, where the path is that of webhooks. */
    static void refused(RequestListener listener, String path, EventReader.Refusal why) {
        if (Limits.isWebhook(path)) listener.webhookRefused(word(why));
    }

    /** Tells of one whose head says twice what is said once, where the path is that of webhooks. */
    static void repeated(RequestListener listener, String path) {
        if (Limits.isWebhook(path)) listener.webhookRefused(RequestListener.REPEATED_HEADER);
    }

    /** Tells of it where this refuses a webhook, by the code that is answered: one of {@link RequestListener#UNREAD}. */
    static void told(RequestListener listener, Runnable check) {
        try {
            check.run();
        } catch (Problem refusal) {
            listener.webhookRefused(refusal.code);
            throw refusal;
        }
    }

    private static String word(EventReader.Refusal why) {
        return why.name().toLowerCase(Locale.ROOT);
    }
}
