using Aether.Validation.Pilot;

namespace Aether.Admin.Contracts;

/// <summary>Who sends in the name of a domain.</summary>
/// <param name="Name">A provider, a host, or a network.</param>
/// <param name="Verdict"><c>passes</c>, <c>mixed</c>, <c>fails</c>, or <c>not mine</c>.</param>
public sealed record PilotSourceView(string Name, string Verdict, long Messages, long Failed, long Spf, long Dkim, IReadOnlyList<PilotNetwork> Networks);
