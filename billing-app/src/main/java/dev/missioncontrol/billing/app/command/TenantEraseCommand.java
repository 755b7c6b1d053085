package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.EraseTenant.Request;
import dev.missioncontrol.billing.usecase.EraseTenant.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases what is stored of a tenant. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description =
                "Erases what is stored of a tenant, for good. Refused while a subscription lives. What stays is its id, so"
                        + " that nothing revives it, hashes of the provider's ids, and the audit under a pseudonym. May be"
                        + " run again, to go on where it was stopped.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it is erased",
            "1:it could not be done, or not to its end, which the same command goes on to; or the tenant was never seen",
            "2:a mistake in what was typed or configured",
            "3:nothing was erased, since something lives that somebody must end first; or it is erased, and customers"
                    + " that it was bound to are left to be deleted at the provider by hand: those before its last one, and"
                    + " that one too where it was erased before without it"
        })
final class TenantEraseCommand extends ToolCommand {
    @Parameters(paramLabel = "TENANT", description = "Whose.")
    private TenantId tenant = new TenantId("-");

    @Mixin
    private NeededReason reason = new NeededReason();

    @Option(names = "--yes", description = "Do it. Without it, nothing is done, and it ends with 2.")
    private boolean yes;

    @Option(
            names = "--end-subscription",
            description =
                    "End at once what lives, and ask the provider whether it has ended, before anything is erased.")
    private boolean endSubscription;

    @Option(
            names = "--delete-customer",
            description =
                    "Delete its customer at the payment provider too, with its cards and its name. Must be said the"
                            + " first time: afterwards the customer is only named, to be deleted there by hand.")
    private boolean deleteCustomer;

    @Override
    int run(Tools tools) {
        if (!yes) {
            say("This erases the tenant " + tenant + " for good. Nothing was done: say --yes to do it.");
            return ExitCodes.MISTAKE;
        }
        Request request = Request.because(reason.word());
        if (endSubscription) request = request.endingSubscription();
        if (deleteCustomer) request = request.deletingCustomer();
        if (!tools.asks()) request = request.withoutProvider();
        Result result = tools.operations().eraseTenant(tenant, request, tools::pause);
        if (result instanceof Result.Erased erased) {
            sayErased(erased.before());
            return ExitCodes.FINE;
        }
        if (result instanceof Result.FormerCustomersStay stay) {
            sayErased(stay.before());
            say("It was bound to customers that are still there at the provider: " + stay.customers()
                    + ". They were not deleted from here, since one may have been bound by mistake. Look at them in the"
                    + " provider's dashboard, and delete there what was this tenant's.");
            return ExitCodes.FOUND;
        }
        if (result instanceof Result.CustomerForgotten) {
            out().println("The tenant " + tenant + " was erased before; what was left over here is gone.");
            say(
                    "Which customer it had is not known here any more, or is not found with this key, so nothing was ended or"
                            + " deleted at the provider now. Try with the key of the account and mode that it was made with, or look"
                            + " for it in the provider's dashboard, and delete it there if it is still there.");
            return ExitCodes.FOUND;
        }
        if (result instanceof Result.CustomerNotDeleted not) {
            out().println("The tenant " + tenant + " is a tombstone: nothing is decided for it any more.");
            say("Its customer " + not.customer() + " could not be deleted at the provider: " + not.why()
                    + ". What is stored of the tenant stays until it is, so that it is known which one it was. To finish, give"
                    + " the same command again, with a key that may delete customers.");
            return ExitCodes.FAILED;
        }
        say(why(result) + " Nothing was erased.");
        return code(result);
    }

    private void sayErased(boolean before) {
        out().println("The tenant " + tenant + " is erased."
                + (before ? " It was before; what was left over is gone." : ""));
    }

    private static int code(Result result) {
        if (result instanceof Result.Lives || result instanceof Result.OthersLive || result instanceof Result.NotEnded)
            return ExitCodes.FOUND;
        if (result instanceof Result.NeedsProvider) return ExitCodes.MISTAKE;
        return ExitCodes.FAILED;
    }

    private String why(Result result) {
        if (result instanceof Result.Lives lives)
            return "These have not ended: " + lives.subscriptions() + ". End them, or say --end-subscription.";
        if (result instanceof Result.OthersLive others)
            return "These of its customer have not ended, and are another tenant's, or it is disputed whose they are: "
                    + others.subscriptions() + ". Say with bind whose the customer is, or end them at the provider.";
        if (result instanceof Result.NotEnded not)
            return "The provider was told to end " + not.subscription() + ", and does not say that it has: "
                    + not.says() + ".";
        if (result instanceof Result.Unknown) return "The tenant " + tenant + " was never seen.";
        if (result instanceof Result.NeedsProvider) return Tools.NO_PROVIDER;
        return "Checkouts are begun for it all the time: stop its application first, and try again.";
    }
}
