namespace Aether.Configuration.Model;

/// <summary>
/// One row of the table that binding, validation, the JSON schema, the documentation and <c>config show</c> all come from.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    public string Description { get; } = description;

    /// <summary>Smallest value allowed, in the notation of the value itself.</summary>
    public string? Min { get; init; }

    /// <summary>Largest value allowed, in the notation of the value itself.</summary>
    public string? Max { get; init; }

    public SettingFormat Format { get; init; }

    /// <summary>False while the engine behind it does not exist: valid, opens nothing, named in one warning.</summary>
    public bool Built { get; init; } = true;
}
