namespace Aether.Smtp.Hooks.Http;

/// <summary>A header field in questions and answers.</summary>
internal sealed record HttpHookField(string Name, string Value);
