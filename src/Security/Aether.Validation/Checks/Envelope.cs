using System.Net;

namespace Aether.Validation.Checks;

/// <summary>What the session says of a message.</summary>
/// <param name="Helo">The name the client gave.</param>
/// <param name="Sender">Empty for the null reverse-path.</param>
public sealed record Envelope(IPAddress Client, string Helo, string Sender);
