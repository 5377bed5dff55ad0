namespace Aether.Smtp.Session;

/// <summary>How an authentication ended, for counting.</summary>
internal enum LoginOutcome
{
    Ok,
    Failed,
}
