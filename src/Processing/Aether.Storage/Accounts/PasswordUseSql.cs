namespace Aether.Storage.Accounts;

/// <summary>What a password opens, as both engines find it beside a row of <c>account</c>.</summary>
internal static class PasswordUseSql
{
    /// <summary>Whether it opens no mail protocol: what was said for the account goes before what was said for its domain.</summary>
    public const string IsForWebOnly =
        "(password_use = 2 OR (password_use = 0 AND EXISTS (SELECT 1 FROM domain_setting s WHERE s.domain = account.domain AND s.name = '" + DomainSetting.PasswordUse + "' AND s.value = '" + DomainSetting.WebOnly + "')))";
}
