namespace Aether.Admin.Contracts;

/// <summary>Asks to let an account in, or to keep it out.</summary>
/// <param name="State"><c>active</c> or <c>disabled</c>.</param>
public sealed record SetAccountStateRequest(string State);
