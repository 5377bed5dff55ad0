namespace Aether.Smtp.Hooks.Http;

/// <summary>What a service answers.</summary>
/// <param name="Action"><c>continue</c>, <c>accept</c>, <c>reject</c>, <c>tempfail</c>, <c>discard</c> or <c>quarantine</c>.</param>
/// <param name="Code">A reply code of that class; null: 550 or 451.</param>
/// <param name="Text">For the client.</param>
/// <param name="AddHeaders">Fields for the top of the message; of an answer to content alone.</param>
internal sealed record HttpHookAnswer(string Action, int? Code = null, string? Text = null, IReadOnlyList<HttpHookField>? AddHeaders = null);
