using System.IO.Enumeration;

namespace Aether.Queue.Returns;

/// <summary>What follows of addresses that do not exist, and whose mail names its recipient in the sender.</summary>
public sealed record ReturnOptions
{
    /// <summary>An address whose server says that it does not exist is left alone for so long; zero: it is tried as any other.</summary>
    public TimeSpan SuppressFor { get; init; }

    /// <summary>Senders whose mail goes out under an address for each recipient, with <c>*</c> for anything.</summary>
    public IReadOnlyList<string> VerpSenders { get; init; } = [];

    /// <summary>Null: nobody's does.</summary>
    public VerpAddress? Verp { get; init; }

    internal string? VerpOf(string sender, string recipient) =>
        Verp is { } verp && VerpSenders.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, sender)) ? verp.Write(sender, recipient) : null;
}
