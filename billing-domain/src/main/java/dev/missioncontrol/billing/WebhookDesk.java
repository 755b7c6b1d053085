package dev.missioncontrol.billing;

import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.AcceptEvent;
import dev.missioncontrol.billing.usecase.FoldEvents;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what came to the webhook, has it accepted, and says what to answer. */
final class WebhookDesk {
    private final EventReader reader;
    private final FoldEvents events;
    private final Consumer<RuntimeException> trouble;

    /** @param trouble is told of a store that was away */
    WebhookDesk(EventReader reader, FoldEvents events, Consumer<RuntimeException> trouble) {
        this.reader = reader;
        this.events = events;
        this.trouble = trouble;
    }

    String signatureHeader() {
        return reader.signatureHeader();
    }

    WebhookAnswer accept(byte[] body, @Nullable String signature) {
        return accepted(reader.read(body, Optional.ofNullable(signature)));
    }

    WebhookAnswer accept(EventReader other, byte[] body) {
        return accepted(other.read(body, Optional.empty()));
    }

    private WebhookAnswer accepted(Reading reading) {
        if (reading instanceof Reading.Event authentic) return accept(authentic.event());
        return refused((Reading.Refused) reading);
    }

    CompletableFuture<WebhookAnswer> accept(byte[] body, @Nullable String signature, Executor turns) {
        Reading reading = reader.read(body, Optional.ofNullable(signature));
        if (reading instanceof Reading.Event authentic) return accept(authentic.event(), turns);
        return CompletableFuture.completedFuture(refused((Reading.Refused) reading));
    }

    CompletableFuture<WebhookAnswer> accept(ProviderEvent event, Executor turns) {
        try {
            return events.accept(event, turns).handle((accepted, failure) -> {
                if (failure == null) return answered(event, accepted);
                if (failure instanceof StoreException away) return unavailable(event, away);
                if (failure.getCause() instanceof StoreException away) return unavailable(event, away);
                throw new CompletionException(failure);
            });
        } catch (StoreException e) {
            return CompletableFuture.completedFuture(unavailable(event, e));
        }
    }

    WebhookAnswer accept(ProviderEvent event) {
        try {
            return answered(event, events.accept(event));
        } catch (StoreException e) {
            return unavailable(event, e);
        }
    }

    private static WebhookAnswer refused(Reading.Refused refused) {
        return WebhookAnswer.refused(refused.reason(), refused.detail());
    }

    private static WebhookAnswer answered(ProviderEvent event, AcceptEvent.Accepted accepted) {
        return WebhookAnswer.accepted(event.id(), accepted.duplicate(), accepted.outcome(), accepted.reason());
    }

    private WebhookAnswer unavailable(ProviderEvent event, StoreException why) {
        trouble.accept(why);
        return WebhookAnswer.unavailable(event.id());
    }
}
