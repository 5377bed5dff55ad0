namespace Aether.Admin.Contracts;

/// <summary>What somebody may do with a mailbox, in the letters of RFC 4314.</summary>
/// <param name="Who">An address, or <c>anyone</c>.</param>
/// <param name="Denied">What he may not, whoever gives it.</param>
public sealed record RightsView(string Who, string Rights, string Denied);
