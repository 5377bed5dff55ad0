namespace Aether.Architecture.Tests;

/// <summary>./test.sh runs the suites of the store on either engine, but tests that choose their engine themselves only once.</summary>
public sealed class EngineTraitTests
{
    private const string Trait = "[Trait(\"Engine\", \"own\")]";

    [Fact]
    public void What_chooses_its_engine_itself_uses_no_store_whose_engine_is_chosen_for_it()
    {
        string[] chosen = ["TestStore", "TestServer.Start", "ArePostgres", "TestDatabases.Search"];
        var marked = Repository.SourceFiles("tests").Where(path => !path.EndsWith("/EngineTraitTests.cs", StringComparison.Ordinal) && Repository.Read(path).Contains(Trait, StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(marked);
        Assert.DoesNotContain(marked, path => Array.Exists(chosen, word => Repository.Read(path).Contains(word, StringComparison.Ordinal)));
    }
}
