namespace Aether.Identity.Recipients;

/// <summary>What an address is to us.</summary>
public enum RecipientKind
{
    /// <summary>It has accounts here, or an alias that leads somewhere.</summary>
    Found,

    /// <summary>The domain is ours, the local part is nobody's.</summary>
    UnknownUser,

    /// <summary>The account is disabled.</summary>
    Disabled,

    /// <summary>The domain is not ours.</summary>
    NotOurs,

    /// <summary>The address is where reports about the domain are read.</summary>
    Reports,

    /// <summary>An alias leads back to itself, or to more addresses than it may.</summary>
    BadAlias,
}
