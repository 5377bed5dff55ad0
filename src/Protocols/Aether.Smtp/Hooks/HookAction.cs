namespace Aether.Smtp.Hooks;

/// <summary>What a hook says.</summary>
internal enum HookAction
{
    Continue,

    /// <summary>The message is fine: the hook is not asked about it again.</summary>
    Accept,

    /// <summary>It is refused, for good or for now.</summary>
    Refuse,

    /// <summary>It is taken and dropped.</summary>
    Discard,
}
