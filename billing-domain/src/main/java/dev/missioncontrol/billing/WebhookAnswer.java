package dev.missioncontrol.billing;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventReader.Refusal;
import java.util.Optional;

/**
 * What to answer the provider.
 *
 * @param httpStatus 200 once it is stored, 400 or 413 for what is not believed, 503 where it should be sent again
 * @param code stable, for programs: an outcome, {@code duplicate}, or why it is refused
 * @param detail one sentence; holds nothing of the body
 * @param event which event it was, for logs, where it was believed
 */
public record WebhookAnswer(int httpStatus, String code, String detail, Optional<EventId> event) {
    /** Of something that was not believed. */
    public WebhookAnswer(int httpStatus, String code, String detail) {
        this(httpStatus, code, detail, Optional.empty());
    }

    static WebhookAnswer accepted(EventId event, boolean duplicate, EventOutcome outcome, String reason) {
        return new WebhookAnswer(200, duplicate ? "duplicate" : outcome.word(), reason, Optional.of(event));
    }

    static WebhookAnswer refused(Refusal refusal, String detail) {
        int status = switch (refusal) {
            case BODY_TOO_LARGE -> 413;
            case NOT_CONFIGURED -> 503;
            default -> 400;
        };
        return new WebhookAnswer(status, refusal.name().toLowerCase(java.util.Locale.ROOT), detail);
    }

    static WebhookAnswer unavailable(EventId event) {
        return new WebhookAnswer(
                503, "store_unavailable", "The event could not be stored. Send it again.", Optional.of(event));
    }

    /** Why it is refused, if it is. */
    public Optional<String> refusal() {
        return httpStatus == 200 ? Optional.empty() : Optional.of(code);
    }
}
