using System.Net;

namespace Aether.Validation.Results;

/// <param name="Name">The name that leads back, or null.</param>
public sealed record ReverseOutcome(ReverseResult Result, IPAddress Address, string? Name);
