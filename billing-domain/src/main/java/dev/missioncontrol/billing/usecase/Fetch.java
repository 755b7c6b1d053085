package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.util.Optional;

/** What the provider said of a claim. */
sealed interface Fetch {
    Claim claim();

    /** @param plan what became of a plan that was not found any more; absent where nobody asked for it */
    record Answered(Claim claim, FetchedSubscription answer, Optional<LostPlans.Became> plan) implements Fetch {}

    record Failed(Claim claim, RuntimeException why) implements Fetch {}

    record NotAsked(Claim claim) implements Fetch {}
}
