namespace Aether.Smtp.Session;

/// <summary>A domain of others whose mail is taken from anybody and passed on, as a backup exchanger does. RFC 5321 §5.1.</summary>
/// <param name="Name">Lower case, A-labels; <c>*.example.test</c> for those below one.</param>
/// <param name="Recipients">Addresses with <c>*</c> for anything; empty: all. Who takes what its primary refuses sends the refusal to the wrong.</param>
public sealed record RelayDomain(string Name, IReadOnlyList<string> Recipients);
