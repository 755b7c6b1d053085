package dev.missioncontrol.billing.app.config;

/** When a webhook without a signature is accepted: only where six conditions hold at once. */
public final class UnsignedWebhooks {
    private UnsignedWebhooks() {}

    /**
     * Whether it is accepted.
     *
     * @param noSecret there is no webhook secret, or a placeholder
     * @param explicitlyAllowed someone allowed it
     * @param devProfile the profile is dev
     * @param onLoopback listener and peer are on loopback, what we are called is, and no header says that it was forwarded
     * @param noLiveKey the key does not move real money
     * @param livemodeFalse the event says that it is not live
     */
    public static boolean allowed(
            boolean noSecret,
            boolean explicitlyAllowed,
            boolean devProfile,
            boolean onLoopback,
            boolean noLiveKey,
            boolean livemodeFalse) {
        return noSecret && explicitlyAllowed && devProfile && onLoopback && noLiveKey && livemodeFalse;
    }

    /** The same, with the four conditions that the configuration answers taken from it. */
    public static boolean allowed(Configuration configuration, boolean onLoopback, boolean livemodeFalse) {
        return allowed(
                configuration.webhookSecrets().isEmpty(),
                configuration.allowUnsignedWebhooks(),
                configuration.profile() == Profile.DEV,
                onLoopback,
                !configuration.liveKey(),
                livemodeFalse);
    }
}
