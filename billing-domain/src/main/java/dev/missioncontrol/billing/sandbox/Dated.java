package dev.missioncontrol.billing.sandbox;

import java.time.Instant;
import java.util.Optional;

/** Something that changes by itself when its time comes. */
sealed interface Dated permits SandboxSession, SandboxSubscription {
    /** When something happens to it next, in whole seconds. */
    Optional<Instant> dueAt();
}
