using Aether.Validation.Dmarc;
using Aether.Validation.Pilot;
using CsCheck;

namespace Aether.Validation.Tests.Pilot;

public sealed class PilotLadderTests
{
    [Theory]
    [InlineData("v=DMARC1; p=none; rua=mailto:a@b.test", PilotStep.None)]
    [InlineData("v=DMARC1; p=none; t=y; rua=mailto:a@b.test", PilotStep.None)]
    [InlineData("v=DMARC1; p=quarantine; t=y", PilotStep.QuarantineTest)]
    [InlineData("v=DMARC1; p=quarantine; t=n", PilotStep.Quarantine)]
    [InlineData("v=DMARC1; p=reject; t=y", PilotStep.RejectTest)]
    [InlineData("v=DMARC1; p=reject", PilotStep.Reject)]
    public void A_record_is_a_step(string record, PilotStep expected) => Assert.Equal(expected, PilotLadder.StepOf(DmarcRecord.Parse(record)!));

    [Fact]
    public void The_steps_lead_to_reject_and_no_further()
    {
        var steps = new List<PilotStep>();
        for (PilotStep? step = PilotStep.None; step is { } now; step = PilotLadder.Next(now))
            steps.Add(now);
        Assert.Equal(Enum.GetValues<PilotStep>(), steps);
        Assert.All(steps.Skip(1), step => Assert.Equal(step, PilotLadder.Next(PilotLadder.Previous(step))));
    }

    [Fact]
    public void What_its_owner_wrote_stays()
    {
        const string Owner = "v=DMARC1;p=none; sp=reject; adkim=s;rua=mailto:a@b.test,mailto:c@d.test!10m ; pct=50; x=1;";
        Assert.Equal("v=DMARC1; p=quarantine; t=y; pct=0; sp=reject; adkim=s; rua=mailto:a@b.test,mailto:c@d.test!10m; x=1", PilotLadder.Apply(Owner, PilotStep.QuarantineTest));
        Assert.Equal("v=DMARC1; p=reject; sp=reject; adkim=s; rua=mailto:a@b.test,mailto:c@d.test!10m; x=1", PilotLadder.Apply(PilotLadder.Apply(Owner, PilotStep.RejectTest), PilotStep.Reject));
    }

    [Fact]
    public void Every_step_can_be_read_back()
    {
        var tags = Gen.Int[0, 7].Select(i => ((string[])["sp=none", "np=reject", "adkim=s", "t=y", "pct=100", "fo=1", "psd=n", "x=y"])[i]).Array[0, 5];
        Gen.Select(tags, Gen.Int[0, 4]).Sample(
            (all, step) =>
            {
                string record = PilotLadder.Apply("v=DMARC1; p=none; " + string.Join("; ", all.Distinct()) + "; rua=mailto:a@b.test", (PilotStep)step);
                var parsed = DmarcRecord.Parse(record)!;
                Assert.Equal((PilotStep)step, PilotLadder.StepOf(parsed));
                Assert.Single(parsed.Reports);
                Assert.Equal(record, PilotLadder.Apply(record, (PilotStep)step));
            },
            iter: 5_000);
    }
}
