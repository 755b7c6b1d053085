/**
 * Subscription billing for multi-tenant applications: everything that decides, and nothing that needs a library.
 *
 * <p>{@code id} names things, {@code plan} says what is sold, {@code provider} what a payment provider can do and says,
 * {@code account} what a tenant has, {@code store} what must be remembered, {@code usecase} what can be asked for;
 * {@code sandbox} is a provider and a store without a network.
 */
module dev.missioncontrol.billing.domain {
    requires static org.jspecify;

    exports dev.missioncontrol.billing;
    exports dev.missioncontrol.billing.id;
    exports dev.missioncontrol.billing.plan;
    exports dev.missioncontrol.billing.provider;
    exports dev.missioncontrol.billing.account;
    exports dev.missioncontrol.billing.store;
    exports dev.missioncontrol.billing.usecase;
    exports dev.missioncontrol.billing.sandbox;
}
