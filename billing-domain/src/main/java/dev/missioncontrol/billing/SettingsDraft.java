package dev.missioncontrol.billing;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.Retention;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of which one is being changed. What each is, and may be, {@link BillingSettings} says. */
final class SettingsDraft {
    AccessPolicy access;
    Optional<String> installation;
    URI returnTo;
    boolean promotionCodes;
    boolean automaticTax;
    Duration lease;
    Duration refreshInterval;
    Duration sweepInterval;
    int providerRate;
    Retention retention;

    SettingsDraft(BillingSettings before) {
        access = before.access();
        installation = before.installation();
        returnTo = before.returnTo();
        promotionCodes = before.promotionCodes();
        automaticTax = before.automaticTax();
        lease = before.lease();
        refreshInterval = before.refreshInterval();
        sweepInterval = before.sweepInterval();
        providerRate = before.providerRate();
        retention = before.retention();
    }

    /** @throws IllegalArgumentException if a setting can't be used, saying which and what it may be */
    BillingSettings checked() {
        return new BillingSettings(
                access,
                installation,
                returnTo,
                promotionCodes,
                automaticTax,
                lease,
                refreshInterval,
                sweepInterval,
                providerRate,
                retention);
    }
}
