using Aether.Storage.Accounts;
using Aether.Storage.Engines.Sqlite.Rows;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Inserts a group under an address that is nobody's.</summary>
internal sealed class AddGroupExecutor : SqliteExecutor<AddGroup, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddGroup op)
    {
        if (!DomainRows.Exists(db, op.Domain))
            return DirectoryResult.NoSuchDomain;
        using (var taken = db.Prepare("SELECT 1 FROM account WHERE name = ?1 UNION ALL SELECT 1 FROM alias WHERE name = ?1 LIMIT 1").Bind(op.Name))
        {
            if (taken.Step())
                return DirectoryResult.AlreadyExists;
        }
        db.Prepare("INSERT OR IGNORE INTO mail_group (name, domain, description, created) VALUES (?, ?, ?, ?)").Bind(op.Name).Bind(op.Domain).Bind(op.Description).Bind(op.Now.ToUnixTimeSeconds()).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Deletes a group and its list.</summary>
internal sealed class RemoveGroupExecutor : SqliteExecutor<RemoveGroup, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveGroup op)
    {
        db.Prepare("DELETE FROM group_member WHERE name = ?").Bind(op.Name).Run();
        db.Prepare("DELETE FROM mail_group WHERE name = ?").Bind(op.Name).Run();
        if (db.Changes == 0)
            return DirectoryResult.NotFound;
        FormerAddresses.Note(db, new FormerAddress(op.Name, op.Now));
        return DirectoryResult.Done;
    }
}

/// <summary>Inserts a member of a group that is there.</summary>
internal sealed class AddMemberExecutor : SqliteExecutor<AddMember, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddMember op)
    {
        if (!GroupRows.Exists(db, op.Group))
            return DirectoryResult.NotFound;
        using (var count = db.Prepare("SELECT count(*) FROM group_member WHERE name = ?").Bind(op.Group))
        {
            if (count.Step() && count.Long(0) >= op.Most)
                return DirectoryResult.NotEmpty;
        }
        db.Prepare("INSERT OR IGNORE INTO group_member (name, member) VALUES (?, ?)").Bind(op.Group).Bind(op.Member).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Deletes a member.</summary>
internal sealed class RemoveMemberExecutor : SqliteExecutor<RemoveMember, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveMember op)
    {
        db.Prepare("DELETE FROM group_member WHERE name = ? AND member = ?").Bind(op.Group).Bind(op.Member).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
