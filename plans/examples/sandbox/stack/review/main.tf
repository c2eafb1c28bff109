terraform {
  required_providers {
    aws = {
      version = ">= 5.100.0, < 7.0.0"
      source  = "hashicorp/aws"
    }
  }

  backend "local" {
    path = "terraform.tfstate"
  }
}

provider "aws" {
  allowed_account_ids = ["111122223333"]
  region              = "us-east-1"
}

resource "aws_iam_account_password_policy" "account" {
  allow_users_to_change_password = true
  hard_expiry                    = false
  max_password_age               = 90
  minimum_password_length        = 14
  password_reuse_prevention      = 24
  require_lowercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  require_uppercase_characters   = true
}

resource "aws_sns_topic" "remediate-alarms_us-east-1_b3c65687" {
  name = "remediate-alarms"
}

resource "aws_sns_topic_subscription" "remediate-alarms_email_security_example_com_dccf5486" {
  endpoint   = "security@example.com"
  protocol   = "email"
  topic_arn  = "arn:aws:sns:us-east-1:111122223333:remediate-alarms"
  depends_on = [aws_sns_topic.remediate-alarms_us-east-1_b3c65687]
}

resource "aws_cloudwatch_metric_alarm" "root-activity-monitored_us-east-1_89768405" {
  actions_enabled     = true
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:remediate-alarms"]
  alarm_description   = "Raised on use of the root user"
  alarm_name          = "root-activity-monitored"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  metric_name         = "root-activity"
  namespace           = "CISBenchmark"
  period              = 300
  statistic           = "Sum"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  depends_on          = [aws_sns_topic.remediate-alarms_us-east-1_b3c65687]
}

resource "aws_iam_group" "ReadOnlyAccess-reports" {
  name = "ReadOnlyAccess-reports"
  path = "/"
}

resource "aws_iam_group" "deploy" {
  name = "deploy"
  path = "/"
}

resource "aws_iam_group_policy_attachment" "ReadOnlyAccess-reports_ReadOnlyAccess_8be36c72" {
  group      = "ReadOnlyAccess-reports"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  depends_on = [aws_iam_group.ReadOnlyAccess-reports]
}

resource "aws_iam_group_policy_attachment" "ReadOnlyAccess-reports_reports_6a5e2f7d" {
  group      = "ReadOnlyAccess-reports"
  policy_arn = "arn:aws:iam::111122223333:policy/reports"
  depends_on = [aws_iam_group.ReadOnlyAccess-reports, aws_iam_policy.reports]
}

resource "aws_iam_group_policy_attachment" "deploy_deploy_3301c1ee" {
  group      = "deploy"
  policy_arn = "arn:aws:iam::111122223333:policy/deploy"
  depends_on = [aws_iam_group.deploy]
}

resource "aws_iam_policy" "reports" {
  name = "reports"
  path = "/"
  policy = jsonencode({
    Statement = [
      {
        Action   = ["s3:GetObject", "s3:ListBucket"]
        Effect   = "Allow"
        Resource = ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
      },
    ]
    Version = "2012-10-17"
  })
}

resource "aws_iam_user_group_membership" "maria_ReadOnlyAccess-reports_fbce840f" {
  groups     = ["ReadOnlyAccess-reports"]
  user       = "maria"
  depends_on = [aws_iam_group.ReadOnlyAccess-reports]
}

resource "aws_iam_user_group_membership" "nils_ReadOnlyAccess-reports_39a9fe5b" {
  groups     = ["ReadOnlyAccess-reports"]
  user       = "nils"
  depends_on = [aws_iam_group.ReadOnlyAccess-reports]
}

resource "aws_iam_user_group_membership" "deploy-bot_deploy_ebd4c0b6" {
  groups     = ["deploy"]
  user       = "deploy-bot"
  depends_on = [aws_iam_group.deploy]
}
