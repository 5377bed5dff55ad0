namespace Aether.Smtp.SiteRules;

/// <summary>Mail with a certain header field is refused, dropped or held.</summary>
/// <param name="Pattern">A field and its text, such as <c>Subject: *lottery*</c>.</param>
/// <param name="Text">What a refusal says.</param>
public sealed record HeaderRule(string Pattern, HeaderAction Action, string Text);
