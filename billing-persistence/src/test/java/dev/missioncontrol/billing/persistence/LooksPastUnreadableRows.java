package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.usecase.Operations;

/** Tests of what an operator sees who looks at tenants and events of whom one can't be read. */
abstract class LooksPastUnreadableRows extends WithUnreadableRows {
    Billing billing;
    Operations operations;

    final void bothBought(HikariDataSource source) {
        billing = builder(source).build();
        operations = billing.operations();
        bothBuyAndOneEnds(billing);
    }
}
