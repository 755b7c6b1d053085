package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.command.BillingCommand;
import dev.missioncontrol.billing.app.command.PlainServe;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(PlainServe.execute(args).orElseGet(() -> BillingCommand.execute(args)));
    }
}
