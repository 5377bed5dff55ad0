using System.Text.RegularExpressions;

namespace Aether.Architecture.Tests;

public partial class FileTests
{
    private const int MostLines = 500;

    public static TheoryData<string> Folders => ["src", "tests"];

    [Theory, MemberData(nameof(Folders))]
    public void No_file_is_over_long(string folder) =>
        Assert.DoesNotContain(Repository.SourceFiles(folder), path => Repository.Read(path).AsSpan().Count('\n') > MostLines);

    [Theory, MemberData(nameof(Folders))]
    public void No_name_says_nothing(string folder) =>
        Assert.Empty(Repository.SourceFiles(folder).SelectMany(path => VagueName().Matches(Code(path)).Select(match => $"{path}: {match.Value}")));

    [Fact]
    public void Each_file_of_the_program_has_one_public_type_named_like_it()
    {
        var wrong =
            from path in Repository.SourceFiles("src")
            let stem = Path.GetFileName(path).Split('.')[0]
            from match in TopLevelType().Matches(Repository.Read(path)).Where(match => match.Groups["name"].Value != stem)
            where match.Value.StartsWith("public ", StringComparison.Ordinal) && !path.EndsWith("Operations.cs", StringComparison.Ordinal)
            select $"{path}: {match.Groups["name"].Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var wrong =
            from path in Repository.SourceFiles("src")
            let declared = NamespaceOf().Match(Repository.Read(path))
            where declared.Success && !CommonWords().IsMatch(path)
            where declared.Groups["name"].Value != Expected(path)
            select $"{path}: {declared.Groups["name"].Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Native_code_is_called_in_two_places() =>
        Assert.DoesNotContain(Repository.SourceFiles("src"), path => NativeCall().IsMatch(Code(path)) && !path.Contains("/Aether.Storage/Durability/", StringComparison.Ordinal) && !path.EndsWith("/Polling/Epoll.cs", StringComparison.Ordinal));

    // docs/decisions/0003: .NET's own calls report success when fsync fails.
    [Fact]
    public void What_must_last_is_synced_by_the_checked_call_only() =>
        Assert.DoesNotContain(Repository.SourceFiles("src/Processing"), path => BareSync().IsMatch(Code(path)));

    /// <summary>Folders that hold words of the whole project: ids, failures, how it is opened.</summary>
    [GeneratedRegex("/Aether.Storage/(Ids|Failures|Opening|Packing)/")]
    private static partial Regex CommonWords();

    private static string Expected(string path)
    {
        string[] parts = path.Split('/');
        int project = Array.FindIndex(parts, part => part.StartsWith("Aether.", StringComparison.Ordinal));
        return string.Join('.', parts[project..^1]);
    }

    /// <summary>The file without comments and strings.</summary>
    private static string Code(string path) => CommentOrString().Replace(Repository.Read(path), " ");

    [GeneratedRegex(@"//[^\n]*|/\*(?:.|\n)*?\*/|""(?:\\.|[^""\\\n])*""")]
    private static partial Regex CommentOrString();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record)\s+\w*(?:Utils?|Helpers?|Manager)\b")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^(?:public|internal)\s+(?:[a-z]+\s+)*(?:class|struct|interface|enum|record)\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceOf();

    [GeneratedRegex(@"\b(?:DllImport|LibraryImport)\b")]
    private static partial Regex NativeCall();

    [GeneratedRegex(@"\.Flush\(\s*(?:flushToDisk:\s*)?true\s*\)|\bFlushToDisk\b")]
    private static partial Regex BareSync();
}
