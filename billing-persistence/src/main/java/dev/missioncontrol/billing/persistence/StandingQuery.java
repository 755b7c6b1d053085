package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Standing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a tenant has, with what is planned, in one statement. Asked for without JDBI: it is sent for each
 * status that is not remembered, and what JDBI looks up for a statement takes as long as all else that we do for it.
 */
final class StandingQuery {
    /** Columns by their names: one that a later version adds makes no prepared statement invalid. */
    private static final String SELECT =
            "select has.tenant_id, has.stripe_customer_id, has.stripe_subscription_id, has.plan, has.seats, has.status,"
                    + " has.billing_interval, has.current_period_end, has.provider_status, has.standing, has.cancel_at,"
                    + " has.trial_end, has.past_due_since, has.former_plan, has.provisional, has.as_of, has.catalog_hash,"
                    + " planned_price, planned_quantity, planned_at from {schema}.subscriptions has"
                    + " left join {schema}.planned_changes on subscription_id = has.stripe_subscription_id"
                    + " where has.tenant_id = ";

    private final String ofOne;
    private final String ofSeveral;

    StandingQuery(SchemaName schema) {
        String select = SELECT.replace("{schema}", schema.quoted());
        ofOne = select + "?";
        ofSeveral = select + "any(?)";
    }

    Optional<Standing> of(TenantId tenant, OwnConnection own) throws SQLException {
        try (PreparedStatement statement = prepared(ofOne, own)) {
            statement.setString(1, tenant.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(standing(tenant, row)) : Optional.empty();
            }
        }
    }

    /** Those that never had anything are left out. */
    Map<TenantId, Standing> of(Set<TenantId> tenants, OwnConnection own) throws SQLException {
        try (PreparedStatement statement = prepared(ofSeveral, own)) {
            Columns.texts(tenants, TenantId::value).put(1, statement);
            Map<TenantId, Standing> found = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TenantId tenant = new TenantId(row.getString("tenant_id"));
                    found.put(tenant, standing(tenant, row));
                }
            }
            return found;
        }
    }

    /** H2 would keep the bound for all that follows on the connection, a host's statements too. */
    private static PreparedStatement prepared(String select, OwnConnection own) throws SQLException {
        PreparedStatement statement = own.connection().prepareStatement(select);
        if (own.database() == Database.POSTGRESQL)
            statement.setQueryTimeout((int) TransactionBounds.LONGEST_READ.toSeconds());
        return statement;
    }

    private static Standing standing(TenantId tenant, ResultSet row) throws SQLException {
        return new Standing(CurrentRows.stored(tenant, row), PlannedRows.read(row));
    }
}
