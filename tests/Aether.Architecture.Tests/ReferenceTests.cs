namespace Aether.Architecture.Tests;

public class ReferenceTests
{
    private static readonly string[] Leaves = ["Aether.Configuration", "Aether.Monitoring", "Aether.Dns", "Aether.Http", "Aether.Mime"];

    /// <summary>The arrows: from left to right only, and within one rank never. docs/architecture.md draws them.</summary>
    private static readonly string[][] Ranks =
    [
        ["Aether.Host"],
        ["Aether.Console"],
        ["Aether.Admin"],
        ["Aether.Smtp", "Aether.Imap", "Aether.Pop3", "Aether.Jmap", "Aether.ManageSieve"],
        ["Aether.Queue", "Aether.Migration"],
        ["Aether.Filter", "Aether.Identity"],
        ["Aether.Validation", "Aether.Tls"],
        ["Aether.Storage"],
        ["Aether.Protocol"],
    ];

    private static readonly string[] SeeNet = ["Aether.Host", "Aether.Smtp", "Aether.Imap", "Aether.Pop3", "Aether.Jmap", "Aether.ManageSieve", "Aether.Queue"];

    [Fact]
    public void References_run_rightwards_only()
    {
        var wrong =
            from project in Repository.Projects
            from target in project.Value
            where !IsAllowed(project.Key, target)
            select $"{project.Key} -> {target}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_project_has_its_place()
    {
        Assert.All(Repository.Projects.Keys, project => Assert.True(RankOf(project) >= 0 || Leaves.Contains(project) || project is "Aether.Net", $"{project} has no place in the table of arrows."));
        Assert.Empty(Repository.Projects["Aether.Protocol"]);
    }

    [Theory]
    [InlineData("Aether.Smtp", "Aether.Imap", false)] // engines never see each other
    [InlineData("Aether.Imap", "Aether.Queue", true)]
    [InlineData("Aether.Queue", "Aether.Smtp", false)]
    [InlineData("Aether.Storage", "Aether.Identity", false)]
    [InlineData("Aether.Admin", "Aether.Net", false)]
    [InlineData("Aether.Mime", "Aether.Protocol", true)]
    [InlineData("Aether.Monitoring", "Aether.Configuration", true)]
    [InlineData("Aether.Configuration", "Aether.Storage", false)]
    [InlineData("Aether.Identity", "Aether.Tls", true)]
    public void The_table_says_what_the_design_says(string from, string to, bool allowed) => Assert.Equal(allowed, IsAllowed(from, to));

    private static bool IsAllowed(string from, string to)
    {
        if (from is "Aether.Net" || Leaves.Contains(from))
            return to is "Aether.Protocol" or "Aether.Configuration" || (from is "Aether.Http" && to is "Aether.Dns");
        if (to is "Aether.Net")
            return SeeNet.Contains(from);
        return Leaves.Contains(to) ? from is not "Aether.Protocol" : RankOf(from) < RankOf(to) && RankOf(from) >= 0;
    }

    private static int RankOf(string project) => Array.FindIndex(Ranks, rank => rank.Contains(project));
}
