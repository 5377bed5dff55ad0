namespace Aether.Configuration.Model;

/// <summary>A single value, with its bounds.</summary>
internal sealed record ScalarNode(string Name, SettingAttribute Setting, ScalarType Type) : SettingNode(Name, Setting)
{
    public IComparable? Min { get; } = Setting.Min is null ? null : (IComparable?)Type.Parse(Setting.Min);

    public IComparable? Max { get; } = Setting.Max is null ? null : (IComparable?)Type.Parse(Setting.Max);

    public bool IsSecret => Type.Name is "secret";

    public string Remedy => (Setting.Min, Setting.Max) switch
    {
        (null, null) => FormatRules.Remedy(Setting.Format) ?? Type.Remedy,
        (var min, null) => $"{Type.Remedy}, at least {min}",
        (null, var max) => $"{Type.Remedy}, at most {max}",
        (var min, var max) => $"{Type.Remedy}, from {min} to {max}",
    };

    public bool Accepts(object value) =>
        (Min is null || Min.CompareTo(value) <= 0)
        && (Max is null || Max.CompareTo(value) >= 0)
        && (value is not string text || FormatRules.Accepts(Setting.Format, text));

    /// <summary>The value as people may see it.</summary>
    public string Shown(string text) => IsSecret
        ? Values.Secret.Mask
        : Setting.Format is SettingFormat.Url ? Values.UrlText.Masked(text) : text;
}
