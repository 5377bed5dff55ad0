namespace Aether.Migration.Sources;

/// <summary>Opens mail that lies in files.</summary>
public static class MailSources
{
    public static IMailSource Maildir(string path) => new MaildirSource(path);

    public static IMailSource Mbox(string path) => new MboxSource(path);
}
