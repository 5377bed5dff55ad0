using Aether.Validation.Dmarc;

namespace Aether.Validation.Pilot;

/// <summary>Steps as records, and records as steps.</summary>
public static class PilotLadder
{
    public static PilotStep StepOf(DmarcRecord record) => record switch
    {
        { Policy: DmarcPolicy.None } => PilotStep.None,
        { Policy: DmarcPolicy.Quarantine, IsTest: true } => PilotStep.QuarantineTest,
        { Policy: DmarcPolicy.Quarantine } => PilotStep.Quarantine,
        { IsTest: true } => PilotStep.RejectTest,
        _ => PilotStep.Reject,
    };

    /// <returns>Null: there is none further.</returns>
    public static PilotStep? Next(PilotStep step) => step is PilotStep.Reject ? null : step + 1;

    public static PilotStep Previous(PilotStep step) => step is PilotStep.None ? step : step - 1;

    public static string NameOf(PilotStep step) => step switch
    {
        PilotStep.None => "p=none",
        PilotStep.QuarantineTest => "p=quarantine; t=y",
        PilotStep.Quarantine => "p=quarantine",
        PilotStep.RejectTest => "p=reject; t=y",
        _ => "p=reject",
    };

    /// <summary>
    /// The same record at another step: all that its owner wrote besides stays. Under test it says pct=0 as well, which means to readers of RFC 7489
    /// what t=y means to those of RFC 9989, or they would already do as the policy says.
    /// </summary>
    public static string Apply(string record, PilotStep step)
    {
        var kept = record.Split(';').Select(part => part.Trim()).Where(part => part.Length > 0 && NameOf(part) is not ("v" or "p" or "t" or "pct"));
        bool isTest = step is PilotStep.QuarantineTest or PilotStep.RejectTest;
        string policy = step switch { PilotStep.None => "none", PilotStep.QuarantineTest or PilotStep.Quarantine => "quarantine", _ => "reject" };
        return string.Join("; ", (string[])["v=DMARC1", "p=" + policy, .. isTest ? new[] { "t=y", "pct=0" } : [], .. kept]);
    }

    private static string NameOf(string part)
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? part : part[..equals].Trim();
    }
}
