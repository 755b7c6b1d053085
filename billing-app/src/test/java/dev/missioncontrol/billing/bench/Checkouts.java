package dev.missioncontrol.billing.bench;

/** Checkouts that tenants have begun, for events that say that they were completed. */
final class Checkouts {
    /** What the ids of attempts begin with; the tenant's number is behind it. */
    static final String ATTEMPT = "att_";

    /** What the ids of their sessions begin with. */
    static final String SESSION = "cs_";

    private final Postgres postgres;

    Checkouts(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Begins one of each tenant that has none. */
    void begin(int tenants) {
        postgres.run(
                "insert into billing.checkout_attempts (attempt_id, tenant_id, open_tenant, plan, billing_interval,"
                        + " seats, generation, session_id, expires_at, state, created_at) select '" + ATTEMPT
                        + "' || n, 'bench' || n, 'bench' || n, 'team', 'month', 5, 1, '" + SESSION
                        + "' || n, now() + interval '1 day', 'open', now() from generate_series(0, " + (tenants - 1)
                        + ") n on conflict do nothing");
    }

    /** Those that were completed are open again, as if they had been begun just now. */
    void beginAgain() {
        postgres.run("update billing.checkout_attempts set state = 'open', open_tenant = tenant_id, created_at = now()"
                + " where state = 'completed'");
    }
}
